package io.slipway.conformance.server;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Bodies as people can read them. */
final class BodyText {
  private static final int MOST = 600;

  private BodyText() {}

  /**
   * @param text how many of the leading bytes are text; empty for all
   */
  static String body(byte[] body, OptionalInt text) {
    int length = Math.min(body.length, text.orElse(body.length));
    String shown = new String(body, 0, Math.min(length, MOST), StandardCharsets.UTF_8);
    shown = shown.replaceAll("[^\\x20-\\x7e\\n\\u00a0-\\uffff]", "\u00b7");
    return body.length > Math.min(length, MOST)
        ? "%s... (%d bytes)".formatted(shown, body.length)
        : shown;
  }
}
