package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * A date or a time as a text.
 *
 * @param pattern of {@link String#format}, for one argument
 */
public record FormatTime(Kind kind, String pattern, int slot) implements Making {
  /** What a number is. */
  public enum Kind {
    /** Days since 1970. */
    DATE,
    /** Seconds since midnight. */
    TIME,
    /** Seconds since 1970. */
    DATE_TIME
  }

  @Override
  public Optional<String> text(Frame frame, int row) {
    double number = frame.number(row, slot);
    return Double.isNaN(number)
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, pattern, time((long) Math.floor(number))));
  }

  private TemporalAccessor time(long number) {
    return switch (kind) {
      case DATE -> LocalDate.ofEpochDay(number);
      case TIME -> LocalTime.ofSecondOfDay(number);
      case DATE_TIME -> LocalDateTime.ofEpochSecond(number, 0, ZoneOffset.UTC);
    };
  }
}
