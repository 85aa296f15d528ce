package io.slipway.operator.judge;

import java.util.random.RandomGenerator;

/** Random numbers that the JDK does not have. */
final class Draws {

  private Draws() {}

  /** How many of {@code count} independent trials succeed: leaps from one success to the next. */
  static long binomial(RandomGenerator random, long count, double probability) {
    if (probability <= 0 || count == 0) {
      return 0;
    }
    if (probability > 0.5) {
      return count - binomial(random, count, 1 - probability);
    }
    double log = Math.log1p(-probability);
    long successes = 0;
    // 1 less a draw from [0, 1): never 0, whose logarithm has no end.
    double position = Math.floor(Math.log(1 - random.nextDouble()) / log);
    while (position < count) {
      successes++;
      position += 1 + Math.floor(Math.log(1 - random.nextDouble()) / log);
    }
    return successes;
  }
}
