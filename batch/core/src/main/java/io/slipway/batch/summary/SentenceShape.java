package io.slipway.batch.summary;

import java.util.regex.Pattern;

/**
 * What sentences about different rows have in common: without the place of the row, and with a dot
 * of omission for each quoted text and each number that stands by itself. A number within a name,
 * as in {@code x1}, stays.
 */
final class SentenceShape {
  private static final int LONGEST = 300;

  private static final Pattern PLACE = Pattern.compile("^[^:]{1,500}, (byte|row) \\d+: ");
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+(?:\"|…$|$)|'(?:[^'\\\\]|\\\\.)*+'(?![\\p{L}\\d])");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\d_.])[-+]?\\d[\\d.]*(?:[eE][-+]?\\d+)?(?![\\p{L}\\d_])");

  private SentenceShape() {}

  static String of(String sentence) {
    String told = PLACE.matcher(sentence).replaceFirst("");
    String unquoted = QUOTED.matcher(told).replaceAll("…");
    return Shortened.to(LONGEST, NUMBER.matcher(unquoted).replaceAll("…"));
  }
}
