package io.slipway.server.traffic;

import io.slipway.server.contract.TrafficDocument;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Picks the requests to forward: a share of them that is exact to within a few over any stretch.
 * Steps of the golden ratio around a circle of 2^64 fall evenly, whatever the share; a request is
 * forwarded when its step ends in the first part of the circle. Safe for use by many threads.
 */
final class Splitter {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final long[] THRESHOLDS = thresholds();

  private final AtomicLong position;

  /**
   * @param start anywhere; random, so that the pods of a revision do not forward in step
   */
  Splitter(long start) {
    position = new AtomicLong(start);
  }

  /**
   * Whether the next request is forwarded.
   *
   * @param weightBp how many of 10000 are, 0 to 10000
   */
  boolean forwardsNext(int weightBp) {
    if (weightBp >= TrafficDocument.ALL) {
      return true;
    }
    long next = position.addAndGet(GOLDEN_RATIO);
    return Long.compareUnsigned(next, THRESHOLDS[weightBp]) < 0;
  }

  /** The first {@code weightBp} parts of 10000 of the circle. */
  private static long[] thresholds() {
    BigInteger circle = BigInteger.ONE.shiftLeft(64);
    long[] thresholds = new long[TrafficDocument.ALL];
    for (int weightBp = 0; weightBp < thresholds.length; weightBp++) {
      thresholds[weightBp] =
          circle
              .multiply(BigInteger.valueOf(weightBp))
              .divide(BigInteger.valueOf(TrafficDocument.ALL))
              .longValue();
    }
    return thresholds;
  }
}
