package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.model.Digest;
import io.slipway.registry.pages.PageFile;
import java.util.Map;

/** What a request is answered with. */
sealed interface Answer {

  /** JSON. Without an {@code ETag} among the headers it gets one of its own. */
  record Document(int status, ObjectNode body, Map<String, String> headers) implements Answer {
    Document(int status, ObjectNode body) {
      this(status, body, Map.of());
    }
  }

  /** JSON in this very form, for its digest is told. */
  record Exact(String body, Digest digest, Freshness freshness) implements Answer {}

  /** Bytes from the store. */
  record Content(Digest digest, long size, String mediaType, Freshness freshness)
      implements Answer {}

  /** A page, or a file that pages need. */
  record Page(int status, PageFile file) implements Answer {}

  /** A status alone. */
  record Nothing(int status, Map<String, String> headers) implements Answer {}

  /** For how long an answer stays what it is. */
  enum Freshness {
    /** The URL has the digest in it. */
    FOR_EVER,
    /** To be asked for again, with what it was. */
    ASK_AGAIN
  }

  static Document ok(ObjectNode body) {
    return new Document(200, body);
  }
}
