package io.slipway.server.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: twice as long each time up to a limit, each time a random part
 * of it, so that the pods of a revision do not come back all at once.
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

  /**
   * @param attempt that failed, counted from 0
   */
  Duration after(int attempt) {
    long limit = longest.toMillis();
    long grown = first.toMillis() << Math.min(attempt, 20);
    long millis = grown <= 0 || grown > limit ? limit : grown;
    return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
  }
}
