package io.slipway.server.http;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What decoding, scoring and encoding costs here, lately, of bodies that are about as long as each
 * other: what a request costs beside its bytes, and what a byte costs, need not be told apart. A
 * mean that forgets: one odd request, which may have been pre-empted, counts for some others at
 * most. Safe for use by many threads; one that counts at the same moment as another may not be
 * heard.
 */
final class ScoringCost {
  /**
   * What may be scored on a thread that has others' requests to see to. Handing over costs some ten
   * microseconds of two threads' time.
   */
  static final long CHEAP_NANOS = 250_000;

  private static final long MOST_NANOS = 16 * CHEAP_NANOS;

  private static final int MEMORY = 8;

  /** By the length's highest bit; 0 as long as nothing was scored. */
  private final AtomicLongArray means = new AtomicLongArray(Integer.SIZE);

  /** A body of this length was scored. */
  void scored(int bytes, long nanos) {
    int like = like(bytes);
    long sample = Math.clamp(nanos, 1, MOST_NANOS);
    long mean = means.getPlain(like);
    means.setPlain(like, mean == 0 ? sample : mean + (sample - mean) / MEMORY);
  }

  /** One was refused: that it went fast says nothing of those that are scored. */
  void refused(int bytes, long nanos) {
    long mean = means.getPlain(like(bytes));
    if (mean > 0 && nanos > mean) {
      scored(bytes, nanos);
    }
  }

  /** Whether scoring a body of this length can be expected to take no time to speak of. */
  boolean isCheap(int bytes) {
    long mean = means.getPlain(like(bytes));
    return mean > 0 && mean <= CHEAP_NANOS;
  }

  private static int like(int bytes) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(bytes);
  }
}
