package io.slipway.tabular;

import java.util.List;
import java.util.Random;

/** Texts of durations, and of what is none, as callers of a model may write them. */
final class DurationTexts {
  static final List<String> DAYS =
      List.of(
          "dateDaysSince[1960]",
          "dateDaysSince[1970]",
          "dateDaysSince[1980]",
          "x-dateDaysSince[1990]",
          "x-dateDaysSince[2000]",
          "x-dateDaysSince[2010]",
          "x-dateDaysSince[2020]");

  static final List<String> SECONDS =
      List.of(
          "dateTimeSecondsSince[1960]",
          "dateTimeSecondsSince[1970]",
          "dateTimeSecondsSince[1980]",
          "x-dateTimeSecondsSince[1990]",
          "x-dateTimeSecondsSince[2000]",
          "x-dateTimeSecondsSince[2010]",
          "x-dateTimeSecondsSince[2020]");

  static final String CLOCK = "timeSeconds";

  private static final List<String> DATES =
      List.of(
          "1959-12-31",
          "1960-01-01",
          "1969-12-31",
          "1970-01-01",
          "1970-01-03",
          "1999-12-31",
          "2000-02-29",
          "2020-01-01",
          "2024-02-29",
          "2024-03-01",
          "0000-02-29",
          "-0001-12-31",
          "+12345-01-01",
          "+999999999-12-31",
          "-999999999-01-01");

  private static final List<String> TIMES =
      List.of(
          "00:00",
          "00:00:00",
          "00:00:00.000000001",
          "00:00:59",
          "12:30:00.5",
          "23:59",
          "23:59:59",
          "23:59:59.999999999");

  private static final List<String> CLOCKS =
      List.of(
          "0:00:00",
          "-0:00:00",
          "-0:00:01",
          "00:00:59",
          "0059:59:59",
          "24:00:00",
          "-100:00:01",
          "9999:59:59",
          "-9999:59:59");

  private static final List<String> UNFIT =
      List.of(
          "",
          " ",
          "soon",
          "15340",
          "-5",
          "2.5",
          "2023-02-29",
          "2024-1-1",
          " 2024-01-01",
          "2024-01-01 ",
          "12345-01-01",
          "2024-01-01T23:59:60",
          "2024-01-01T24:00",
          "2024-01-01T10:00:00Z",
          "2024-01-01 10:00:00",
          "1:2:3",
          "00:00:60",
          "00:60:00",
          "+1:00:00",
          "--1:00:00",
          "10000:00:00",
          "00:00:01.5",
          "10:00",
          "٠:00:00");

  private DurationTexts() {}

  /** One in eight is no duration, or one of another type. */
  static String next(String type, Random random) {
    if (random.nextInt(8) == 0) {
      return random.nextInt(4) == 0
          ? fit(one(List.of(DAYS.get(0), SECONDS.get(0), CLOCK), random), random)
          : one(UNFIT, random);
    }
    return fit(type, random);
  }

  private static String fit(String type, Random random) {
    if (type.equals(CLOCK)) {
      return random.nextInt(3) == 0
          ? one(CLOCKS, random)
          : "%s%d:%02d:%02d"
              .formatted(
                  random.nextInt(4) == 0 ? "-" : "",
                  random.nextInt(48),
                  random.nextInt(60),
                  random.nextInt(60));
    }
    String date =
        random.nextInt(3) == 0
            ? one(DATES, random)
            : "%04d-%02d-%02d"
                .formatted(
                    1950 + random.nextInt(80), 1 + random.nextInt(12), 1 + random.nextInt(28));
    return DAYS.contains(type) ? date : date + "T" + one(TIMES, random);
  }

  private static String one(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
