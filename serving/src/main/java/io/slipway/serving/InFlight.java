package io.slipway.serving;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests are being answered, and since when there has been none. */
final class InFlight {
  private static final Duration LOOK = Duration.ofMillis(10);

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong changed = new AtomicLong(System.nanoTime());

  void begins() {
    requests.incrementAndGet();
  }

  void ends() {
    requests.decrementAndGet();
    changed.set(System.nanoTime());
  }

  /** Waits until there has been none for so long, or until the time has passed. */
  void awaitQuiet(Duration quiet, Duration most) throws InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < most.toNanos()
        && (requests.get() > 0
            || System.nanoTime() - Math.max(begin, changed.get()) < quiet.toNanos())) {
      Thread.sleep(LOOK);
    }
  }
}
