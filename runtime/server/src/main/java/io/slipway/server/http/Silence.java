package io.slipway.server.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether calls of the model are answered. One that is not says little: it may be the request. So
 * what counts is for how long none was. Safe for use by many threads; a call that is answered while
 * another is not may be missed, and the next one is not.
 */
final class Silence {
  private static final long NONE = 0;

  /** On the clock of {@link System#nanoTime}; written only when it changes. */
  private volatile long since = NONE;

  /** A call was answered, in time or not. */
  void answered() {
    if (since != NONE) {
      since = NONE;
    }
  }

  /** A call was given up, or failed for a reason that is not its caller's. */
  void unanswered() {
    if (since == NONE) {
      since = System.nanoTime() | 1;
    }
  }

  /** Since the first call without an answer after the last one with; empty if there is none. */
  Optional<Duration> length() {
    long began = since;
    return began == NONE
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, System.nanoTime() - began)));
  }
}
