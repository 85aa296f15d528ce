package io.slipway.operator.batch.plan;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;

/** How long the splits that are left will take. */
final class Estimate {

  private Estimate() {}

  /**
   * As many rounds as there are, of as long as splits took on average: which holds after a pause
   * and after a start of the operator too. Empty until a split is done.
   *
   * @param done how long each took that is done
   * @param left how many are not
   * @param parallelism how many are scored at the same time
   */
  static OptionalLong seconds(Collection<Duration> done, int left, int parallelism) {
    if (left == 0) {
      return OptionalLong.of(0);
    }
    if (done.isEmpty() || parallelism < 1) {
      return OptionalLong.empty();
    }
    double mean = done.stream().mapToLong(Duration::toMillis).average().orElse(0) / 1000;
    double rounds = Math.max(1, (double) left / parallelism);
    return OptionalLong.of(Math.round(Math.ceil(rounds * mean)));
  }
}
