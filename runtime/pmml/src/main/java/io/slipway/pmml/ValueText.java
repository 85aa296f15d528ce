package io.slipway.pmml;

import java.util.Locale;
import org.jpmml.evaluator.TypeUtil;
import org.jpmml.model.temporals.DaysSinceDate;
import org.jpmml.model.temporals.Instant;
import org.jpmml.model.temporals.SecondsSinceDate;
import org.jpmml.model.temporals.SecondsSinceMidnight;

/** The values of a document as the texts that callers write for them. */
final class ValueText {
  private static final int SECONDS_AN_HOUR = 60 * 60;

  private ValueText() {}

  /** JPMML itself writes a duration as its number of units, which it does not read again. */
  static String of(Object value) {
    if (value instanceof Instant<?> instant) {
      return TypeUtil.format(instant);
    }
    if (value instanceof DaysSinceDate days) {
      return days.getEpoch().getDate().plusDays(days.getDays()).toString();
    }
    if (value instanceof SecondsSinceDate seconds) {
      return seconds
          .getEpoch()
          .getDate()
          .atStartOfDay()
          .plusSeconds(seconds.getSeconds())
          .toString();
    }
    return value instanceof SecondsSinceMidnight seconds
        ? clock(seconds.getSeconds())
        : String.valueOf(value);
  }

  private static String clock(long duration) {
    long seconds = Math.abs(duration);
    return String.format(
        Locale.ROOT,
        "%s%d:%02d:%02d",
        duration < 0 ? "-" : "",
        seconds / SECONDS_AN_HOUR,
        seconds / 60 % 60,
        seconds % 60);
  }
}
