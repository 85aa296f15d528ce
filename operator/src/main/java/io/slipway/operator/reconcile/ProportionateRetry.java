package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tries again for ever, after pauses of half the time that it has failed already, between a second
 * and thirty. What was away for a while is so found again within half of that while.
 *
 * <p>The framework's own retry lengthens the pause with every attempt, and every event that comes
 * while a dependency is down is one: a busy resource was left alone for two minutes after an outage
 * of five seconds.
 *
 * @param clock tells how long it has failed
 */
public record ProportionateRetry(InstantSource clock) implements Retry {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Override
  public RetryExecution initExecution() {
    return new Execution(clock, clock.instant());
  }

  private static Duration pauseAfter(Duration failing) {
    Duration half = failing.dividedBy(2);
    if (half.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return half.compareTo(LONGEST) > 0 ? LONGEST : half;
  }

  /**
   * The failures of one resource since it last went well. Thread-safe.
   *
   * <p>What events bring about before a pause is over is no attempt that counts: a busy resource
   * would have failed often when another has not failed for long.
   */
  private static final class Execution implements RetryExecution {

    private final InstantSource clock;
    private final Instant since;
    private Instant pauseEnds;
    private int attempts;

    Execution(InstantSource clock, Instant since) {
      this.clock = clock;
      this.since = since;
      this.pauseEnds = since;
    }

    @Override
    public synchronized Optional<Long> nextDelay() {
      Instant now = clock.instant();
      Duration pause = pauseAfter(Duration.between(since, now));
      if (!now.isBefore(pauseEnds)) {
        attempts++;
        pauseEnds = now.plus(pause);
      }
      return Optional.of(pause.toMillis());
    }

    @Override
    public synchronized int getAttemptCount() {
      return attempts;
    }

    @Override
    public boolean isLastAttempt() {
      return false;
    }
  }
}
