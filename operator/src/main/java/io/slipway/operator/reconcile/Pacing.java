package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Bounds how often one resource is looked at, whatever happens to it: {@value #AT_ONCE} times at
 * once, and then every 200 ms. Who has to wait waits 200 ms at most, and that is why this is not
 * the framework's own limiter: it counts looks per period, and once they are used up nothing is
 * seen until the period is over. An abort that came behind a burst of events waited for 8 s.
 *
 * <p>It is the generic cell rate algorithm (ITU-T I.371): all that is kept of a resource is when
 * its next look would be due if it had been looked at evenly.
 *
 * @param nanoTime monotonic, as {@link System#nanoTime()} is
 */
public record Pacing(LongSupplier nanoTime) implements RateLimiter<Pacing.Due> {

  private static final int AT_ONCE = 20;
  private static final long INTERVAL = Duration.ofMillis(200).toNanos();
  private static final long AHEAD = (AT_ONCE - 1) * INTERVAL;

  /** Of one resource. The framework asks for one resource by one thread at a time. */
  static final class Due implements RateLimitState {
    private long at;

    private Due(long at) {
      this.at = at;
    }
  }

  /** Empty where a look is allowed, which counts as one; otherwise how long to wait. */
  @Override
  public Optional<Duration> isLimited(RateLimitState state) {
    Due due = (Due) state;
    long now = nanoTime.getAsLong();
    long ahead = Math.max(0, due.at - now);
    if (ahead > AHEAD) {
      return Optional.of(Duration.ofNanos(ahead - AHEAD));
    }
    due.at = now + ahead + INTERVAL;
    return Optional.empty();
  }

  @Override
  public Due initState() {
    return new Due(nanoTime.getAsLong());
  }
}
