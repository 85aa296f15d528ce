package io.slipway.server.traffic;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a candidate's first answers pass untimed: classes are loaded and code is compiled then. Safe
 * for use by many threads.
 */
final class WarmUp {
  static final int ANSWERS = 20;

  private final AtomicInteger left = new AtomicInteger(ANSWERS);

  /** Whether the next answer belongs to it. */
  boolean takes() {
    return left.get() > 0 && left.getAndDecrement() > 0;
  }
}
