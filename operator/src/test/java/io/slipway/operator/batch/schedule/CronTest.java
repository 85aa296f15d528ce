package io.slipway.operator.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *           | 2026-11-23T02:30:00Z | 2026-11-24T02:30:00Z",
        "30 2 * * *           | 2026-11-23T02:29:59Z | 2026-11-23T02:30:00Z",
        "*/15 * * * *         | 2026-11-23T02:31:00Z | 2026-11-23T02:45:00Z",
        "5/20 * * * *         | 2026-11-23T02:31:00Z | 2026-11-23T02:45:00Z",
        "0 6-8,20 * * *       | 2026-11-23T08:00:00Z | 2026-11-23T20:00:00Z",
        "0 0 * * MON-FRI      | 2026-11-27T12:00:00Z | 2026-11-30T00:00:00Z",
        "0 0 * * sun          | 2026-11-23T00:00:00Z | 2026-11-29T00:00:00Z",
        "0 0 1 JAN,jul *      | 2026-11-23T00:00:00Z | 2027-01-01T00:00:00Z",
        "0 0 29 2 *           | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
        "0 0 13 * 5           | 2026-11-23T00:00:00Z | 2026-11-27T00:00:00Z",
        "0 0 13 * ?           | 2026-11-23T00:00:00Z | 2026-12-13T00:00:00Z",
        "@hourly              | 2026-11-23T00:00:00Z | 2026-11-23T01:00:00Z",
        "@weekly              | 2026-11-23T00:00:00Z | 2026-11-29T00:00:00Z",
        "@yearly              | 2026-11-23T00:00:00Z | 2027-01-01T00:00:00Z"
      })
  void theNextTimeIsThatOfTheFields(String schedule, Instant from, Instant next) {
    assertThat(Cron.parse(schedule, ZoneOffset.UTC).after(from)).contains(next);
  }

  @Test
  void aDayThatNeverComesHasNoNextTime() {
    assertThat(Cron.parse("0 0 30 2 *", ZoneOffset.UTC).after(Instant.EPOCH)).isEmpty();
  }

  @Test
  void aTimeThatSpringLeavesOutIsLeftOut() {
    // On 29 March 2026 the clock goes from 2:00 to 3:00.
    assertThat(days("30 2 * * *", BERLIN, "2026-03-28T00:00:00+01:00", 2))
        .containsExactly("2026-03-28T02:30+01:00", "2026-03-30T02:30+02:00");
    assertThat(days("0 3 * * *", BERLIN, "2026-03-29T00:00:00+01:00", 1))
        .containsExactly("2026-03-29T03:00+02:00");
  }

  @Test
  void aTimeThatComesTwiceInAutumnIsTwoRuns() {
    // On 25 October 2026 the clock goes from 3:00 to 2:00.
    assertThat(days("30 2 * * *", BERLIN, "2026-10-25T00:00:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-26T02:30+01:00");
    // On 1 November 2026 from 2:00 to 1:00.
    assertThat(days("30 1 * * *", NEW_YORK, "2026-11-01T00:00:00-04:00", 2))
        .containsExactly("2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00");
  }

  @Test
  void everyHourIsEveryHourWhateverTheClockDoes() {
    assertThat(days("0 * * * *", BERLIN, "2026-03-29T00:30:00+01:00", 3))
        .containsExactly(
            "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
    assertThat(days("0 * * * *", BERLIN, "2026-10-25T01:30:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00");
  }

  @Test
  void ofTimesThatPassedTheLastOneIsFound() {
    Cron cron = Cron.parse("0 */6 * * *", ZoneOffset.UTC);
    Instant from = Instant.parse("2026-11-01T06:00:00Z");

    assertThat(cron.lastWithin(from, Instant.parse("2026-11-23T17:59:59Z")))
        .contains(Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(cron.lastWithin(from, Instant.parse("2026-11-01T12:00:00Z")))
        .contains(Instant.parse("2026-11-01T12:00:00Z"));
    assertThat(cron.lastWithin(from, Instant.parse("2026-11-01T11:59:59Z"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *", "* * * * 7",
        "5-1 * * * *", "*/0 * * * *", "1/2/3 * * * *", "1-2-3 * * * *", ", * * * *", "x * * * *",
        "* * * * MONDAY", "* * * *", "* * * * * *"
      })
  void whatIsNoScheduleIsRefused(String schedule) {
    assertThatThrownBy(() -> Cron.parse(schedule, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> days(String schedule, ZoneId zone, String from, int count) {
    Cron cron = Cron.parse(schedule, zone);
    Instant time = OffsetDateTime.parse(from).toInstant();
    List<String> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      time = cron.after(time).orElseThrow();
      times.add(time.atZone(zone).toOffsetDateTime().toString());
    }
    return times;
  }
}
