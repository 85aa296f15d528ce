package io.slipway.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tries again what may succeed a moment later.
 *
 * @param attempts without any success
 * @param pause before the second; doubled before each further one
 */
record Patience(int attempts, Duration pause) {

  static final Patience USUAL = new Patience(5, Duration.ofMillis(200));

  /** What is tried. */
  interface Attempt<T> {
    T make() throws RegistryException;
  }

  <T> T with(Attempt<T> attempt) throws RegistryException, InterruptedException {
    for (int failures = 1; ; failures++) {
      try {
        return attempt.make();
      } catch (RegistryException e) {
        rest(e, failures);
      }
    }
  }

  /** Waits before the next attempt, or gives up by throwing why the last one failed. */
  void rest(RegistryException failure, int failures)
      throws RegistryException, InterruptedException {
    if (!failure.kind().passing() || failures >= attempts) {
      throw failure;
    }
    long longest = pause.toMillis() << Math.min(failures - 1, 10);
    // Not all at once, where many were cut off at once.
    Thread.sleep(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
  }
}
