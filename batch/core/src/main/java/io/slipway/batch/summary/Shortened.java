package io.slipway.batch.summary;

/** Texts of others, which may be of any length. */
final class Shortened {
  private Shortened() {}

  /** The text, or its beginning and a sign that there is more; never half a character. */
  static String to(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }
}
