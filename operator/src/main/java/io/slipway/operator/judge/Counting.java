package io.slipway.operator.judge;

/** What counters may hold. */
final class Counting {

  /**
   * A thousand million requests a second for eleven days: more than any pod counts, and so few that
   * thousands of such counters can be added up.
   */
  static final long MOST = 1_000_000_000_000_000L;

  private Counting() {}

  static boolean isPossible(long count) {
    return count >= 0 && count <= MOST;
  }

  static long possible(long count) {
    if (!isPossible(count)) {
      throw new IllegalArgumentException("No count: " + count);
    }
    return count;
  }
}
