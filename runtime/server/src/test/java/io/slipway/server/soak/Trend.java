package io.slipway.server.soak;

import java.util.Arrays;
import java.util.Locale;

/**
 * Whether a series of measurements at equal distances grows. Two statistics, neither of which a few
 * odd measurements move: the slope of Theil and Sen (the median of the slopes between all pairs),
 * times the length of the series, over its median; and the median of the last third over that of
 * the first. Only what both find to grow does.
 *
 * @param growth over the whole series, as a share of its median
 * @param lastOverFirst of medians of thirds
 */
record Trend(double growth, double lastOverFirst) {
  private static final int LEAST = 6;

  static Trend of(double[] series) {
    int n = series.length;
    if (n < LEAST) {
      throw new IllegalArgumentException(n + " measurements are too few to tell a trend");
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[pair++] = (series[j] - series[i]) / (j - i);
      }
    }
    int third = n / 3;
    return new Trend(
        median(slopes) * (n - 1) / median(series),
        median(Arrays.copyOfRange(series, n - third, n))
            / median(Arrays.copyOfRange(series, 0, third)));
  }

  /** Whether both statistics are above a bound, a share such as 0.1. */
  boolean growsBeyond(double bound) {
    return growth > bound && lastOverFirst > 1 + bound;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%+.1f %% (Theil-Sen), last third %.2fx the first",
        100 * growth,
        lastOverFirst);
  }
}
