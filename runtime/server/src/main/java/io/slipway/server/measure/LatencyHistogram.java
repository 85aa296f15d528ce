package io.slipway.server.measure;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long things took, in buckets that every pod has: ten to a decade, from 0.1 ms to 100 s. Safe
 * for use by many threads.
 */
public final class LatencyHistogram {
  /** How many bounds there are; a bucket more, for what is above the last. */
  static final int BOUNDS = 61;

  private static final long[] UPPER_NANOS = bounds();

  private final LongAdder[] counts = new LongAdder[BOUNDS + 1];

  public LatencyHistogram() {
    Arrays.setAll(counts, i -> new LongAdder());
  }

  /** The series R10 of preferred numbers, as ISO 3 rounds it for general use. */
  private static long[] bounds() {
    long[] decade = {100, 125, 160, 200, 250, 315, 400, 500, 630, 800};
    long[] bounds = new long[BOUNDS];
    long scale = 1000; // the first decade: 100 is 0.1 ms
    for (int i = 0; i < BOUNDS; i++) {
      bounds[i] = decade[i % decade.length] * scale;
      scale *= i % decade.length == decade.length - 1 ? 10 : 1;
    }
    return bounds;
  }

  /** The bucket of a time: the first whose bound it does not exceed, or 61. */
  static int bucket(long nanos) {
    int found = Arrays.binarySearch(UPPER_NANOS, nanos);
    return found >= 0 ? found : -1 - found;
  }

  public void record(long nanos) {
    counts[bucket(nanos)].increment();
  }

  /** Adds what {@code other} has counted. */
  public void add(LatencyHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i].add(other.counts[i].sum());
    }
  }

  /** Times recorded. */
  public long count() {
    return Arrays.stream(counts).mapToLong(LongAdder::sum).sum();
  }

  /** Counts by bucket, ascending, without the empty ones. */
  public Map<Integer, Long> byBucket() {
    Map<Integer, Long> buckets = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      long count = counts[i].sum();
      if (count > 0) {
        buckets.put(i, count);
      }
    }
    return buckets;
  }
}
