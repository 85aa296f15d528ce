package io.slipway.server.soak;

import java.util.Arrays;

/**
 * What requests took, by the window of time in which they were due. Safe for use by many threads.
 */
final class Windows {
  private final long windowNanos;
  private final Latencies[] windows;

  /** Of one window, in µs, as many as came. */
  private static final class Latencies {
    private int[] micros = new int[1024];
    private int count;

    synchronized void add(int took) {
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, 2 * count);
      }
      micros[count++] = took;
    }

    synchronized double quantile(double quantile) {
      int[] sorted = Arrays.copyOf(micros, count);
      Arrays.sort(sorted);
      return sorted[Math.max(0, (int) Math.ceil(quantile * count) - 1)];
    }
  }

  Windows(int count, long windowNanos) {
    this.windowNanos = windowNanos;
    this.windows = new Latencies[count];
    Arrays.setAll(windows, i -> new Latencies());
  }

  /**
   * @param due from the beginning of the first window
   */
  void took(long due, long nanos) {
    windows[(int) Math.min(windows.length - 1, due / windowNanos)].add(
        (int) Math.min(Integer.MAX_VALUE, nanos / 1000));
  }

  /** A quantile of each window from {@code first} on, in µs. */
  double[] quantiles(double quantile, int first) {
    return Arrays.stream(windows).skip(first).mapToDouble(w -> w.quantile(quantile)).toArray();
  }
}
