package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is answered with.
 *
 * @param tag for {@code ETag}
 */
record Reply(int status, ObjectNode body, Optional<String> tag, Map<String, String> headers) {
  static Reply of(int status, ObjectNode body) {
    return new Reply(status, body, Optional.empty(), Map.of("Cache-Control", "no-store"));
  }
}
