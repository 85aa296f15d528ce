package io.slipway.onnx;

/**
 * Text on its way through the library's native interface, which takes and gives Java's modified
 * UTF-8 where the C++ side holds UTF-8. The two differ for characters beyond U+FFFF, such as emoji,
 * and for U+0000: fed as they are, a category with one would silently match no category of the
 * model.
 */
final class Utf8 {
  private Utf8() {}

  /** True if the text is the same in UTF-8 and modified UTF-8. */
  static boolean isSameModified(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** True if the text holds half a surrogate pair, which UTF-8 cannot express. */
  static boolean isBroken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Puts together again the four-byte sequences of UTF-8, which the JVM passes through byte by byte
   * as it reads modified UTF-8: U+00F0 to U+00F4 and three of U+0080 to U+00BF. No language writes
   * those four characters in a row.
   */
  static String repaired(String text) {
    int at = fourBytes(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text.length());
    int done = 0;
    while (at >= 0) {
      repaired.append(text, done, at).appendCodePoint(codePoint(text, at));
      done = at + 4;
      at = fourBytes(text, done);
    }
    return repaired.append(text, done, text.length()).toString();
  }

  private static int fourBytes(String text, int from) {
    for (int i = from; i + 3 < text.length(); i++) {
      char lead = text.charAt(i);
      if (lead >= 0xF0
          && lead <= 0xF4
          && isContinuation(text.charAt(i + 1))
          && isContinuation(text.charAt(i + 2))
          && isContinuation(text.charAt(i + 3))
          && Character.isSupplementaryCodePoint(codePoint(text, i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isContinuation(char c) {
    return c >= 0x80 && c <= 0xBF;
  }

  private static int codePoint(String text, int at) {
    return (text.charAt(at) & 0x07) << 18
        | (text.charAt(at + 1) & 0x3F) << 12
        | (text.charAt(at + 2) & 0x3F) << 6
        | (text.charAt(at + 3) & 0x3F);
  }
}
