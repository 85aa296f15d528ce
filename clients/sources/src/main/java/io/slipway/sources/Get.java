package io.slipway.sources;

import java.net.URI;
import java.util.Map;

/**
 * A GET.
 *
 * @param uri where, with path and query percent-encoded
 * @param credentials header fields that only this host may see
 */
public record Get(URI uri, Map<String, String> credentials) {

  public Get {
    credentials = Map.copyOf(credentials);
  }

  /** Without what is nobody else's business. */
  @Override
  public String toString() {
    return "GET " + uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath();
  }
}
