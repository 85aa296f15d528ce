package io.slipway.operator.leader;

import java.time.Duration;

/**
 * The times of a lease.
 *
 * @param duration after which others may take a lease that is not renewed
 * @param renewDeadline after which a holder that could not renew it stops, well before others take
 *     it
 * @param retryPeriod between attempts to take or renew it
 */
public record LeaseTiming(Duration duration, Duration renewDeadline, Duration retryPeriod) {

  /** What Kubernetes' own components use. */
  public static final LeaseTiming DEFAULT =
      new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
}
