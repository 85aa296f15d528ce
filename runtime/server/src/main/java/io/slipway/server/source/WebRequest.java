package io.slipway.server.source;

import java.net.URI;
import java.util.Map;

/** Makes the request for a URI: what it asks for, and what it says about who is asking. */
@FunctionalInterface
interface WebRequest {

  /**
   * A GET.
   *
   * @param uri where, with path and query percent-encoded
   * @param credentials header fields that only this host may see
   */
  record Get(URI uri, Map<String, String> credentials) {}

  /** Made anew for each attempt, since a signature holds the time. */
  Get next() throws SourceException;
}
