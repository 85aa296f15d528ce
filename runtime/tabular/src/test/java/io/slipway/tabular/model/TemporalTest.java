package io.slipway.tabular.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.tabular.form.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What numbers the texts of dates, times and durations are, and the way back. */
class TemporalTest {
  @ParameterizedTest
  @CsvSource({
    "DAYS_SINCE_1960, 1959-12-31, -1",
    "DAYS_SINCE_1960, 1970-01-01, 3653",
    "DAYS_SINCE_1970, 1970-01-01, 0",
    "DAYS_SINCE_1970, 2000-02-29, 11016",
    "DAYS_SINCE_1970, +12345-01-01, 3789391",
    "DAYS_SINCE_2000, 2000-03-01, 60",
    "DAYS_SINCE_2020, 0000-02-29, -737731",
    "SECONDS_SINCE_1970, 1970-01-01T00:00, 0",
    "SECONDS_SINCE_1970, 1970-01-01T00:00:59.999999999, 59",
    "SECONDS_SINCE_1970, 1969-12-31T23:59:59.5, 0",
    "SECONDS_SINCE_1970, 1969-12-31T23:59:58.999999999, -1",
    "SECONDS_SINCE_1980, 1980-03-01T00:00, 5184000",
    "SECONDS, 0:00:00, 0",
    "SECONDS, -0:00:00, 0",
    "SECONDS, -00:00:01, -1",
    "SECONDS, 24:00:00, 86400",
    "SECONDS, 9999:59:59, 35999999",
  })
  void aDurationCountsWholeUnits(Temporal duration, String text, double units) {
    // A negative zero would be another number to whoever compares bits.
    assertThat(Double.doubleToRawLongBits(duration.parse(text)))
        .isEqualTo(Double.doubleToRawLongBits(units));
  }

  @ParameterizedTest
  @CsvSource({
    "DAYS_SINCE_1960, 2023-02-29",
    "DAYS_SINCE_1960, 15340",
    "DAYS_SINCE_1960, 1970-01-01T00:00",
    "SECONDS_SINCE_1960, 1970-01-01",
    "SECONDS_SINCE_1960, 1970-01-01T23:59:60",
    "SECONDS_SINCE_1960, 1970-01-01T24:00",
    "SECONDS, 00:00:60",
    "SECONDS, 00:60:00",
    "SECONDS, 10000:00:00",
    "SECONDS, :00:00",
    "SECONDS, 1:2:3",
    "SECONDS, +1:00:00",
    "SECONDS, --1:00:00",
    "SECONDS, 10:00",
    "SECONDS, 00:00:01.5",
    "SECONDS, \u0660:00:00"
  })
  void whatIsNoDurationFails(Temporal duration, String text) {
    assertThat(Values.isFailed(duration.parse(text))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void examplesAreTextsOfTheirKindAndWrittenAgain(Temporal kind) {
    for (String text : kind.examples()) {
      double number = kind.parse(text);
      assertThat(number).as(text).isNotNaN();
      if (kind.isDuration()) {
        assertThat(kind.parse(kind.text(number))).as(text).isEqualTo(number);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DAYS_SINCE_1960, DAYS_SINCE_2020, 2024-02-29",
    "DAYS_SINCE_2010, DAYS_SINCE_1970, 1959-12-31",
    "SECONDS_SINCE_2000, SECONDS_SINCE_1980, 1960-01-01T00:00:59",
    "SECONDS, SECONDS, -1:00:00"
  })
  void theSameTextCountsMoreSinceAnEarlierYear(Temporal from, Temporal to, String text) {
    assertThat(from.isLike(to)).isTrue();
    assertThat(from.parse(text) + from.moreIn(to)).isEqualTo(to.parse(text));
  }

  @Test
  void daysAndSecondsAreNotAlike() {
    assertThat(Temporal.DAYS_SINCE_1970.isLike(Temporal.SECONDS_SINCE_1970)).isFalse();
    assertThat(Temporal.DATE.isLike(Temporal.DAYS_SINCE_1970)).isFalse();
  }

  @Test
  void aNumberLiesBetweenTheTextsAboutIt() {
    assertThat(Temporal.DAYS_SINCE_1970.about(59.5))
        .isEqualTo(List.of("1970-02-28", "1970-03-01", "1970-03-02"));
    assertThat(Temporal.SECONDS.about(0)).isEqualTo(List.of("-0:00:01", "0:00:00", "0:00:01"));
    assertThat(Temporal.SECONDS.about(1e12)).isEmpty();
    assertThat(Temporal.DAYS_SINCE_1970.about(Double.POSITIVE_INFINITY)).isEmpty();
    assertThat(Temporal.DAYS_SINCE_1970.about(Values.FAILED)).isEmpty();
  }
}
