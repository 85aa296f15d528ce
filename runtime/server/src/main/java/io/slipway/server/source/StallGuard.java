package io.slipway.server.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream from which nothing has come for too long, so that whoever reads it gets an
 * IOException instead of waiting for ever: a JDK client's body has no read timeout of its own.
 */
final class StallGuard implements AutoCloseable {
  private final InputStream guarded;
  private final long patienceNanos;
  private final long deadlineNanos;
  private final Thread guard;
  private volatile long lastProgress = System.nanoTime();

  /**
   * @param patience between two reads that bring something
   * @param left until the stream is closed whatever comes
   */
  StallGuard(InputStream guarded, Duration patience, Duration left) {
    this.guarded = guarded;
    this.patienceNanos = patience.toNanos();
    this.deadlineNanos = System.nanoTime() + left.toNanos();
    this.guard = Thread.ofVirtual().name("stall-guard").start(this::watch);
  }

  /** Something came. */
  void progress() {
    lastProgress = System.nanoTime();
  }

  private void watch() {
    try {
      while (true) {
        long now = System.nanoTime();
        long left = Math.min(lastProgress + patienceNanos - now, deadlineNanos - now);
        if (left <= 0) {
          guarded.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      // The reader is done.
    } catch (IOException e) {
      // A stream that cannot be closed is as good as closed: its reader sees the same failure.
    }
  }

  @Override
  public void close() {
    guard.interrupt();
  }
}
