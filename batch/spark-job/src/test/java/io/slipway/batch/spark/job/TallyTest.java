package io.slipway.batch.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What people are told of a run's progress. */
class TallyTest {
  private static final Instant BEGAN = Instant.parse("2026-11-23T02:30:00Z");

  @Test
  void whatWasThereBeforeSaysNothingOfHowLongTheRestTakes() {
    Tally before = new Tally(100, 60, 600, 0);
    Tally now = before.plus(new Outcome.Committed(60, 9, 1)).plus(new Outcome.Committed(61, 10, 0));

    assertThat(before.secondsLeft(before, BEGAN, BEGAN.plusSeconds(10))).isEmpty();
    assertThat(now.secondsLeft(before, BEGAN, BEGAN.plusSeconds(10))).hasValue(190);
    assertThat(now.told())
        .containsEntry("splits", 100)
        .containsEntry("committed", 62)
        .containsEntry("rows", 619L)
        .containsEntry("errors", 1L);
  }
}
