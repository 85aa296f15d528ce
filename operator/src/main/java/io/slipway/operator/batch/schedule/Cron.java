package io.slipway.operator.batch.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A schedule in the form of cron, as a CronJob has it: a time that the change to summer time leaves
 * out is left out, one that comes twice in autumn comes twice. Both follow from asking of every
 * minute that passes what the clock on the wall says.
 */
public final class Cron {

  private static final int FIELDS = 5;

  /** 29 February comes after eight years at the latest, when 2100 is between. */
  private static final int YEARS = 9;

  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final boolean everyDayCounts;
  private final ZoneId zone;

  private Cron(String[] fields, ZoneId zone) {
    this.minutes = new Field("minute", 0, 59, List.of()).read(fields[0]);
    this.hours = new Field("hour", 0, 23, List.of()).read(fields[1]);
    this.daysOfMonth = new Field("day of the month", 1, 31, List.of()).read(fields[2]);
    this.months = new Field("month", 1, 12, MONTHS).read(fields[3]);
    this.daysOfWeek = new Field("day of the week", 0, 6, DAYS).read(fields[4]);
    // Days are those of both fields, unless both name some: then those of either.
    this.everyDayCounts = isAny(fields[2]) || isAny(fields[4]);
    this.zone = zone;
  }

  /**
   * What the text means in that time zone.
   *
   * @throws IllegalArgumentException for a text that is no schedule; its message says why
   */
  public static Cron parse(String text, ZoneId zone) {
    String[] fields = MACROS.getOrDefault(text.strip(), text.strip()).split(" +");
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "\"%s\" has %d fields and not %d".formatted(text, fields.length, FIELDS));
    }
    return new Cron(fields, zone);
  }

  /** The first time after that one; empty where there never is one, as on 30 February. */
  public Optional<Instant> after(Instant time) {
    LocalDate day = LocalDate.ofInstant(time, zone);
    LocalDate end = day.plusYears(YEARS);
    for (; day.isBefore(end); day = day.plusDays(1)) {
      for (Instant minute : minutesOf(day)) {
        if (minute.isAfter(time)) {
          return Optional.of(minute);
        }
      }
    }
    return Optional.empty();
  }

  /** The last time that is after {@code from} and not after {@code to}. */
  public Optional<Instant> lastWithin(Instant from, Instant to) {
    LocalDate first = LocalDate.ofInstant(from, zone);
    for (LocalDate day = LocalDate.ofInstant(to, zone);
        !day.isBefore(first);
        day = day.minusDays(1)) {
      for (Instant minute : minutesOf(day).reversed()) {
        if (!minute.isAfter(to)) {
          return minute.isAfter(from) ? Optional.of(minute) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Those of a day, in their order: a day of the change of the clocks has 23 or 25 hours. */
  private List<Instant> minutesOf(LocalDate day) {
    if (!isDay(day)) {
      return List.of();
    }
    Instant begin = day.atStartOfDay(zone).toInstant();
    long length = ChronoUnit.MINUTES.between(begin, day.plusDays(1).atStartOfDay(zone).toInstant());
    return LongStream.range(0, length)
        .mapToObj(minute -> begin.plus(minute, ChronoUnit.MINUTES))
        .filter(this::isMinute)
        .toList();
  }

  private boolean isMinute(Instant instant) {
    ZonedDateTime wall = instant.atZone(zone);
    return minutes.get(wall.getMinute()) && hours.get(wall.getHour());
  }

  private boolean isDay(LocalDate day) {
    boolean ofMonth = daysOfMonth.get(day.getDayOfMonth());
    boolean ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % DAYS.size());
    return months.get(day.getMonthValue())
        && (everyDayCounts ? ofMonth && ofWeek : ofMonth || ofWeek);
  }

  private static boolean isAny(String field) {
    return field.equals("*") || field.equals("?");
  }

  /**
   * One of the five.
   *
   * @param names of its values, from the least on; none for numbers alone
   */
  private record Field(String name, int least, int most, List<String> names) {

    BitSet read(String text) {
      BitSet values = new BitSet();
      for (String part : text.split(",", -1)) {
        add(part, values);
      }
      return values;
    }

    private void add(String part, BitSet values) {
      String[] stepped = part.split("/", -1);
      int step = stepped.length == 1 ? 1 : number(stepped[1], part);
      if (stepped.length > 2 || step < 1) {
        throw wrong(part);
      }
      String[] range = stepped[0].split("-", -1);
      boolean any = isAny(stepped[0]);
      int from = any ? least : value(range[0], part);
      // As with a CronJob, 5/10 is from 5 on.
      int to = any || (range.length == 1 && stepped.length == 2) ? most : from;
      to = range.length == 2 ? value(range[1], part) : to;
      if (range.length > 2 || from < least || to > most || from > to) {
        throw wrong(part);
      }
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }

    private int value(String text, String part) {
      int named = names.indexOf(text.toUpperCase(Locale.ROOT));
      return named >= 0 ? least + named : number(text, part);
    }

    private int number(String text, String part) {
      if (!text.matches("[0-9]{1,4}")) {
        throw wrong(part);
      }
      return Integer.parseInt(text);
    }

    private IllegalArgumentException wrong(String part) {
      return new IllegalArgumentException(
          "\"%s\" is no %s: write numbers from %d to %d, ranges like %d-%d, steps like */2, or lists of them"
              .formatted(part, name, least, most, least, most));
    }
  }
}
