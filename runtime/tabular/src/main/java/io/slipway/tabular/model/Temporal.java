package io.slipway.tabular.model;

import io.slipway.tabular.form.Values;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.List;

/** Dates and times, which are texts outside a model and numbers in it. */
public enum Temporal {
  /** Days since 1970. */
  DATE {
    @Override
    double number(String text) {
      return LocalDate.parse(text).toEpochDay();
    }
  },
  /** Seconds since midnight. */
  TIME {
    @Override
    double number(String text) {
      LocalTime time = LocalTime.parse(text);
      return time.toSecondOfDay() + fraction(time.get(ChronoField.NANO_OF_SECOND));
    }
  },
  /** Seconds since 1970, in whatever place. */
  DATE_TIME {
    @Override
    double number(String text) {
      LocalDateTime time = LocalDateTime.parse(text);
      return time.toEpochSecond(ZoneOffset.UTC) + fraction(time.get(ChronoField.NANO_OF_SECOND));
    }
  };

  /** As fine as a double is for any year of four digits, and more. */
  private static final int PARTS_OF_A_SECOND = 1024;

  private static final int NANOS = 1_000_000_000;

  private static final List<String> DATES =
      List.of("1959-12-31", "1960-01-01", "1970-01-01", "1999-12-31", "2024-02-29", "2026-11-26");

  private static final List<String> TIMES =
      List.of("00:00:00", "00:00:01", "12:30:00.5", "23:59:59", "23:59:59.999999999");

  abstract double number(String text);

  /** Texts for whoever wants to try a model out: most texts are no dates. */
  public List<String> examples() {
    return switch (this) {
      case DATE -> DATES;
      case TIME -> TIMES;
      case DATE_TIME ->
          DATES.stream().flatMap(date -> TIMES.stream().map(time -> date + "T" + time)).toList();
    };
  }

  /** The number of a text; {@link Values#FAILED} where it is no such text. */
  public double parse(String text) {
    try {
      return number(text) + 0.0;
    } catch (DateTimeException e) {
      return Values.FAILED;
    }
  }

  /**
   * Rounded, but never to a whole second: functions tell whole seconds and whether something is
   * left of one, and no more.
   */
  private static double fraction(int nanos) {
    if (nanos == 0) {
      return 0;
    }
    double parts = Math.floor((double) nanos * PARTS_OF_A_SECOND / NANOS);
    return Math.max(1, parts) / PARTS_OF_A_SECOND;
  }
}
