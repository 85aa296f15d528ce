package io.slipway.batch.spark.job;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far a run is.
 *
 * @param splits how many there are
 * @param committed how many of them count
 * @param rows of those that have a prediction
 * @param errors rows of those that have none
 */
record Tally(int splits, int committed, long rows, long errors) {

  static Tally of(int splits) {
    return new Tally(splits, 0, 0, 0);
  }

  Tally plus(Outcome.Committed split) {
    return new Tally(splits, committed + 1, rows + split.rows(), errors + split.errors());
  }

  /**
   * How long the rest will take, if it goes on as it did.
   *
   * @param before what was there when this driver began
   */
  OptionalLong secondsLeft(Tally before, Instant began, Instant now) {
    int done = committed - before.committed;
    return done == 0
        ? OptionalLong.empty()
        : OptionalLong.of(
            Duration.between(began, now)
                .multipliedBy(splits - committed)
                .dividedBy(done)
                .toSeconds());
  }

  /** As the driver's annotation and its last word have it. */
  Map<String, Object> told() {
    Map<String, Object> word = new LinkedHashMap<>();
    word.put("splits", splits);
    word.put("committed", committed);
    word.put("rows", rows);
    word.put("errors", errors);
    return word;
  }
}
