package io.slipway.tabular.model;

import io.slipway.tabular.form.Values;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

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

  abstract double number(String text);

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
