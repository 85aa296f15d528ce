package io.slipway.server.traffic;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long this pod takes to score a request, lately: a mean that forgets. Safe for use by many
 * threads; one that counts at the same moment as another may not be heard.
 */
final class ScoringTime {
  private static final int MEMORY = 16;

  private final AtomicLong meanNanos = new AtomicLong();

  void took(Duration duration) {
    long mean = meanNanos.getPlain();
    long nanos = duration.toNanos();
    meanNanos.setPlain(mean == 0 ? nanos : mean + (nanos - mean) / MEMORY);
  }

  /** Zero as long as nothing was scored. */
  Duration mean() {
    return Duration.ofNanos(meanNanos.getPlain());
  }
}
