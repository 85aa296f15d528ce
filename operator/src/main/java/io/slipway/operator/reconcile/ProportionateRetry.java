package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** The failures of one resource since it last went well. Thread-safe. */
  private static final class Execution implements RetryExecution {

    private final InstantSource clock;
    private final Instant since;
    private final AtomicInteger attempts = new AtomicInteger();

    Execution(InstantSource clock, Instant since) {
      this.clock = clock;
      this.since = since;
    }

    @Override
    public Optional<Long> nextDelay() {
      attempts.incrementAndGet();
      return Optional.of(pauseAfter(Duration.between(since, clock.instant())).toMillis());
    }

    @Override
    public int getAttemptCount() {
      return attempts.get();
    }

    @Override
    public boolean isLastAttempt() {
      return false;
    }
  }
}
