package io.slipway.tabular.model;

import io.slipway.tabular.form.Values;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates, times and durations, which are texts outside a model and numbers in it. A duration is
 * written as the point in time where it ends, and counts whole units to there.
 */
public enum Temporal {
  /** Days since 1970. */
  DATE(Kind.DATE, 1970),
  /** Seconds since midnight. */
  TIME(Kind.TIME, 1970),
  /** Seconds since 1970, in whatever place. */
  DATE_TIME(Kind.DATE_TIME, 1970),
  /** Whole seconds since midnight, of up to 9999 hours, which may lie before it. */
  SECONDS(Kind.SECONDS, 1970),
  /** Days since the first one of a year. */
  DAYS_SINCE_1960(Kind.DAYS_SINCE, 1960),
  DAYS_SINCE_1970(Kind.DAYS_SINCE, 1970),
  DAYS_SINCE_1980(Kind.DAYS_SINCE, 1980),
  DAYS_SINCE_1990(Kind.DAYS_SINCE, 1990),
  DAYS_SINCE_2000(Kind.DAYS_SINCE, 2000),
  DAYS_SINCE_2010(Kind.DAYS_SINCE, 2010),
  DAYS_SINCE_2020(Kind.DAYS_SINCE, 2020),
  /** Whole seconds since a year began, in whatever place. */
  SECONDS_SINCE_1960(Kind.SECONDS_SINCE, 1960),
  SECONDS_SINCE_1970(Kind.SECONDS_SINCE, 1970),
  SECONDS_SINCE_1980(Kind.SECONDS_SINCE, 1980),
  SECONDS_SINCE_1990(Kind.SECONDS_SINCE, 1990),
  SECONDS_SINCE_2000(Kind.SECONDS_SINCE, 2000),
  SECONDS_SINCE_2010(Kind.SECONDS_SINCE, 2010),
  SECONDS_SINCE_2020(Kind.SECONDS_SINCE, 2020);

  private enum Kind {
    DATE,
    TIME,
    DATE_TIME,
    SECONDS,
    DAYS_SINCE,
    SECONDS_SINCE
  }

  /** Up to here, and down to as many below zero, a double tells whole units apart: 2^53. */
  public static final double MOST_UNITS = 0x1p53;

  /** As fine as a double is for any year of four digits, and more. */
  private static final int PARTS_OF_A_SECOND = 1024;

  private static final int NANOS = 1_000_000_000;

  /** Before and after any of the years, so that years and hours have four digits. */
  private static final int MOST_DAYS = 700_000;

  private static final int MOST_HOURS = 9_999;
  private static final int SECONDS_A_DAY = 24 * 60 * 60;
  private static final int SECONDS_AN_HOUR = 60 * 60;

  private static final Pattern CLOCK =
      Pattern.compile("(-?)([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])");

  private static final List<String> DATES =
      List.of("1959-12-31", "1960-01-01", "1970-01-01", "1999-12-31", "2024-02-29", "2026-11-26");

  private static final List<String> TIMES =
      List.of("00:00:00", "00:00:01", "12:30:00.5", "23:59:59", "23:59:59.999999999");

  private static final List<String> CLOCKS =
      List.of("-0:00:01", "0:00:00", "0:00:01", "12:30:00", "23:59:59", "24:00:00", "9999:59:59");

  private final Kind kind;
  private final LocalDate first;

  Temporal(Kind kind, int year) {
    this.kind = kind;
    this.first = LocalDate.of(year, 1, 1);
  }

  /** Whether it counts whole units, so that models may take it for the number that it is. */
  public boolean isDuration() {
    return kind == Kind.SECONDS || kind == Kind.DAYS_SINCE || kind == Kind.SECONDS_SINCE;
  }

  /** Whether both count the same units, if from different years. */
  public boolean isLike(Temporal other) {
    return kind == other.kind;
  }

  /** What the number of one {@link #isLike} this is more than this one's, for the same text. */
  public double moreIn(Temporal other) {
    long days = ChronoUnit.DAYS.between(other.first, first);
    return kind == Kind.SECONDS_SINCE ? days * SECONDS_A_DAY : days;
  }

  /** Texts for whoever wants to try a model out: most texts are no dates. */
  public List<String> examples() {
    return switch (kind) {
      case DATE, DAYS_SINCE -> DATES;
      case TIME -> TIMES;
      case SECONDS -> CLOCKS;
      case DATE_TIME, SECONDS_SINCE ->
          DATES.stream().flatMap(date -> TIMES.stream().map(time -> date + "T" + time)).toList();
    };
  }

  /** The number of a text; {@link Values#FAILED} where it is no such text. */
  public double parse(String text) {
    try {
      double number = number(text);
      return Double.isNaN(number) ? number : number + 0.0;
    } catch (DateTimeException e) {
      return Values.FAILED;
    }
  }

  private double number(String text) {
    return switch (kind) {
      case DATE, DAYS_SINCE -> ChronoUnit.DAYS.between(first, LocalDate.parse(text));
      case TIME -> {
        LocalTime time = LocalTime.parse(text);
        yield time.toSecondOfDay() + fraction(time.get(ChronoField.NANO_OF_SECOND));
      }
      case DATE_TIME -> {
        LocalDateTime time = LocalDateTime.parse(text);
        yield time.toEpochSecond(ZoneOffset.UTC) + fraction(time.get(ChronoField.NANO_OF_SECOND));
      }
      // Parts of a second are dropped, before the year began as after it.
      case SECONDS_SINCE ->
          ChronoUnit.SECONDS.between(first.atStartOfDay(), LocalDateTime.parse(text));
      case SECONDS -> seconds(text);
    };
  }

  private static double seconds(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      return Values.FAILED;
    }
    int seconds =
        Integer.parseInt(clock.group(2)) * SECONDS_AN_HOUR
            + Integer.parseInt(clock.group(3)) * 60
            + Integer.parseInt(clock.group(4));
    return clock.group(1).isEmpty() ? seconds : -seconds;
  }

  /**
   * The text that a duration's number is read from, in its shortest form.
   *
   * @param number whole, and of a text that there is
   */
  public String text(double number) {
    long units = (long) number;
    return switch (kind) {
      case DAYS_SINCE -> first.plusDays(units).toString();
      case SECONDS_SINCE -> first.atStartOfDay().plusSeconds(units).toString();
      case SECONDS -> {
        long seconds = Math.abs(units);
        yield "%s%d:%02d:%02d"
            .formatted(
                units < 0 ? "-" : "", seconds / SECONDS_AN_HOUR, seconds / 60 % 60, seconds % 60);
      }
      case DATE, TIME, DATE_TIME -> throw new IllegalStateException(this + " is no duration");
    };
  }

  /** The texts of durations that are told apart by whether they are longer than a number. */
  public List<String> about(double number) {
    double most =
        switch (kind) {
          case DAYS_SINCE -> MOST_DAYS;
          case SECONDS_SINCE -> (double) MOST_DAYS * SECONDS_A_DAY;
          case SECONDS -> MOST_HOURS * SECONDS_AN_HOUR;
          case DATE, TIME, DATE_TIME -> 0;
        };
    double whole = Math.floor(number);
    return Math.abs(whole) < most
        ? List.of(text(whole - 1), text(whole), text(whole + 1))
        : List.of();
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
