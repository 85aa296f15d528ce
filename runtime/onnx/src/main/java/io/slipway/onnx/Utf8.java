package io.slipway.onnx;

/**
 * Text on its way through the library's native interface, which takes and gives Java's modified
 * UTF-8 where the C++ side holds UTF-8. The two differ for characters beyond U+FFFF, such as emoji,
 * and for U+0000: fed as they are, a category with one would silently match no category of the
 * model.
 */
final class Utf8 {
  /** What makes room for the bytes of a four-byte sequence: one byte, one character. */
  static final String PAD = "\u0001";

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
   * True if the JVM may have cut the text short as it read UTF-8 for modified UTF-8: it passes a
   * four-byte sequence through byte by byte, U+00F0 to U+00F4 first, but makes room for one
   * character. Text in which those are letters is suspected wrongly, and only read twice.
   */
  static boolean isSuspect(String text) {
    return text.chars().anyMatch(c -> c >= 0xF0 && c <= 0xF4);
  }

  /**
   * The text, from one that had {@code room} characters {@link #PAD} appended before it was read:
   * four-byte sequences are put together again, and what they left of the room is taken off.
   */
  static String repaired(String read, int room) {
    StringBuilder repaired = new StringBuilder(read.length());
    int left = room;
    int at = 0;
    while (at < read.length() - left) {
      if (isFourBytes(read, at)) {
        repaired.appendCodePoint(codePoint(read, at));
        at += 4;
        left -= 3;
      } else {
        repaired.append(read.charAt(at));
        at++;
      }
    }
    return repaired.toString();
  }

  private static boolean isFourBytes(String text, int at) {
    return at + 3 < text.length()
        && text.charAt(at) >= 0xF0
        && text.charAt(at) <= 0xF4
        && isContinuation(text.charAt(at + 1))
        && isContinuation(text.charAt(at + 2))
        && isContinuation(text.charAt(at + 3))
        && Character.isSupplementaryCodePoint(codePoint(text, at));
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
