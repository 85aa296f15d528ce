package io.slipway.server.protocol;

/** Text from a request, made fit for a message: short, on one line, well-formed. */
final class Quoted {
  private static final int MAX_CHARACTERS = 80;

  private Quoted() {}

  /** In quotes. */
  static String text(String text) {
    String escaped = escape(text, MAX_CHARACTERS);
    return text.length() > MAX_CHARACTERS ? '"' + escaped + "\"..." : '"' + escaped + '"';
  }

  /** Without quotes around it. */
  static String plain(String text) {
    return escape(text, 2 * MAX_CHARACTERS).replace("\\\"", "\"");
  }

  private static String escape(String text, int limit) {
    int end = Math.min(text.length(), limit);
    StringBuilder escaped = new StringBuilder(end + 8);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        escaped.append(c).append(text.charAt(++i));
      } else if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (Character.isISOControl(c)
          || Character.isSurrogate(c)
          || c == '\u2028'
          || c == '\u2029') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
