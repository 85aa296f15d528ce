package io.slipway.pmml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PMML's {@code replace}: every match of a pattern replaced, within bounds of time and length. */
final class Replacement {
  private Replacement() {}

  /**
   * @param replacement may refer to groups as {@code $1}; {@code $$} stands for a dollar
   */
  static String of(Pattern pattern, String text, String replacement) {
    String java = replacement.replace("$$", "\\$");
    Matcher matcher = pattern.matcher(new BoundedText(text));
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(result, java);
      BoundedFunctions.checkLength("replace", result.length());
    }
    matcher.appendTail(result);
    BoundedFunctions.checkLength("replace", result.length());
    return result.toString();
  }
}
