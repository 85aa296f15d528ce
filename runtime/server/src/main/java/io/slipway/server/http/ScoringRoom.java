package io.slipway.server.http;

import java.util.concurrent.Semaphore;

/**
 * What requests may hold of the heap while they are scored, all together: their rows decoded, which
 * take more than their bodies. Where many requests are scored at once, since those that wait for
 * each other go together, so many of the largest would fill it. Requests wait for room in the order
 * in which they came; small ones need none. Safe for use by many threads.
 */
final class ScoringRoom {
  /**
   * A number of two characters becomes eight bytes, in an array that grows by doubling; a longer
   * one takes less of it.
   */
  static final int DECODED_PER_BYTE = 8;

  /** So many of them as are ever scored at once hold a few MiB. */
  private static final int SMALL_BYTES = 16 * 1024;

  private static final int UNIT = 1024;

  private final int all;
  private final Semaphore free;

  /**
   * @param maxBytes held at once; what alone needs more is let in alone
   */
  ScoringRoom(long maxBytes) {
    this.all = Math.clamp(maxBytes / UNIT, 1, Integer.MAX_VALUE);
    this.free = new Semaphore(all, true);
  }

  /** Room for one request, until it is closed. */
  interface Taken extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for room for a body.
   *
   * @param bodyBytes how long it is, without compression
   */
  Taken take(int bodyBytes) throws InterruptedException {
    if (bodyBytes <= SMALL_BYTES) {
      return () -> {};
    }
    int units = (int) Math.min(all, (long) bodyBytes * DECODED_PER_BYTE / UNIT);
    free.acquire(units);
    return () -> free.release(units);
  }
}
