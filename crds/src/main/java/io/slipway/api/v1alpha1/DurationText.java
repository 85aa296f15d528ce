package io.slipway.api.v1alpha1;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the YAML has them: like {@code 250ms}, {@code 90s} or {@code 1h30m}. */
public final class DurationText {

  /**
   * The CEL rule of a field that holds one. What it takes, CEL's own {@code duration()} takes too.
   */
  static final String RULE = "self != '' && self.matches('" + DurationText.FORM_IN_CEL + "')";

  /** The form of one, or of an empty text, as a regular expression of CEL. */
  static final String FORM_IN_CEL = "^([0-9]{1,4}h)?([0-9]{1,5}m)?([0-9]{1,7}s)?([0-9]{1,7}ms)?$";

  /** That it is longer than nothing, in a rule after {@link #RULE}. */
  static final String AND_ABOVE_ZERO = " && duration(self) > duration('0s')";

  /** What the API server says of others. */
  static final String SENTENCE = "must be a duration in h, m, s and ms, like 250ms, 90s or 1h30m";

  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,7})s)?(?:([0-9]{1,7})ms)?");

  private DurationText() {}

  /**
   * What the text means.
   *
   * @throws IllegalArgumentException for a text that the CRD refuses
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.isEmpty() || !form.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no duration: it " + SENTENCE);
    }
    return Duration.ofHours(number(form, 1))
        .plusMinutes(number(form, 2))
        .plusSeconds(number(form, 3))
        .plusMillis(number(form, 4));
  }

  /** As short as the form allows: {@code 1h30m}, {@code 45s}; {@code 0s} for none. */
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }

  private static long number(Matcher form, int group) {
    String digits = form.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
