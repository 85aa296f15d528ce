package io.slipway.server.http;

import java.util.Locale;
import java.util.Set;

/** Header fields that frame one hop's message, and are each server's own to set. */
final class HopHeaders {
  private static final Set<String> NAMES =
      Set.of(
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "server",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          ":status");

  private HopHeaders() {}

  static boolean isOne(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
