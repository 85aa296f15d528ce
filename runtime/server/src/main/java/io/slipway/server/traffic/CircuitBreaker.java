package io.slipway.server.traffic;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops asking a target that keeps failing, so that callers do not pay its timeouts: it opens after
 * five failures in a row, or when half of the last twenty calls failed. When its time is over one
 * call is let through, and closes or opens it again. Safe for use by many threads.
 */
final class CircuitBreaker {
  private static final int IN_A_ROW = 5;
  private static final int WINDOW = 20;

  private enum State {
    CLOSED,
    OPEN,
    TRYING
  }

  private final Duration rest;
  private final LongSupplier nanoTime;
  private State state = State.CLOSED;
  private long since;
  private int inARow;
  private int calls;

  /** The last calls, one bit each, 1 for a failure. */
  private int failures;

  /**
   * @param rest how long it stays open, and how long a call that was let through may take
   * @param nanoTime as {@link System#nanoTime}
   */
  CircuitBreaker(Duration rest, LongSupplier nanoTime) {
    this.rest = rest;
    this.nanoTime = nanoTime;
  }

  /** Whether a call may be made; if so {@link #succeeded} or {@link #failed} follows. */
  synchronized boolean permits() {
    if (state == State.CLOSED) {
      return true;
    }
    // The same wait when trying: a call that never reports must not keep the breaker shut for ever.
    if (nanoTime.getAsLong() - since < rest.toNanos()) {
      return false;
    }
    enter(State.TRYING);
    return true;
  }

  synchronized void succeeded() {
    if (state == State.OPEN) {
      return; // begun before it opened
    }
    if (state == State.TRYING) {
      enter(State.CLOSED);
      failures = 0;
      calls = 0;
    }
    inARow = 0;
    record(0);
  }

  synchronized void failed() {
    if (state == State.OPEN) {
      return;
    }
    inARow++;
    record(1);
    boolean half = calls == WINDOW && Integer.bitCount(failures) * 2 >= WINDOW;
    if (state == State.TRYING || inARow >= IN_A_ROW || half) {
      enter(State.OPEN);
    }
  }

  synchronized boolean isClosed() {
    return state == State.CLOSED;
  }

  private void record(int failure) {
    failures = ((failures << 1) | failure) & ((1 << WINDOW) - 1);
    calls = Math.min(WINDOW, calls + 1);
  }

  private void enter(State next) {
    state = next;
    since = nanoTime.getAsLong();
    if (next == State.CLOSED) {
      inARow = 0;
    }
  }
}
