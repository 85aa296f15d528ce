package io.slipway.server.http;

import java.time.Duration;

/**
 * When a request must have been answered.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {

  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Zero or less when it has passed. */
  public long remainingNanos() {
    return nanoTime - System.nanoTime();
  }

  boolean hasPassed() {
    return remainingNanos() <= 0;
  }
}
