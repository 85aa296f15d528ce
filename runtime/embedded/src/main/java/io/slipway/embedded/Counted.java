package io.slipway.embedded;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Something that is closed when its owner has let go of it and its last user is through. A user who
 * comes when it is over is told so, and never meets what is closed.
 */
final class Counted<T extends AutoCloseable> {
  private final T value;
  private final Closing<T> closing;

  /** The owner, and each user. */
  private final AtomicLong holders = new AtomicLong(1);

  /** How the last one closes it. */
  @FunctionalInterface
  interface Closing<T> {
    void close(T value);
  }

  Counted(T value, Closing<T> closing) {
    this.value = value;
    this.closing = closing;
  }

  /** Holds it, unless it is over. */
  boolean hold() {
    long now = holders.get();
    while (now > 0) {
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
      now = holders.get();
    }
    return false;
  }

  /** Lets go of it; once for the owner, and once for each {@link #hold} that was true. */
  void letGo() {
    long left = holders.decrementAndGet();
    if (left == 0) {
      closing.close(value);
    } else if (left < 0) {
      throw new IllegalStateException("let go of more often than held");
    }
  }

  T value() {
    return value;
  }
}
