package io.slipway.batch.summary;

import io.slipway.batch.summary.Distribution.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Numbers in equal steps, for a plot: from the smallest to the largest, but for what is so far out
 * that hardly anything is there, which the first and last bar stand for.
 *
 * @param from where the first bar begins
 * @param to where the last one ends, above {@code from}
 * @param shares of the values in each bar, 0 to 1; those below and above are in the outer ones
 * @param before likewise of the earlier set; empty where there is none
 */
public record Bars(double from, double to, List<Double> shares, Optional<List<Double>> before) {
  private static final int MOST = 40;

  /** What part of the values the plot may leave out at each end. */
  private static final double OUTLIERS = 0.002;

  /** Smaller numbers are all at 0 in a plot: their steps would be no numbers any more. */
  private static final double NOTHING = 1e-300;

  private static final double AROUND_NOTHING = 0.5;

  /** The part of a number that a plot spans at least: ends that are closer read like one number. */
  private static final double LEAST_SPAN = 1e-9;

  public Bars {
    shares = List.copyOf(shares);
    before = before.map(List::copyOf);
  }

  /** Empty where there are no numbers at all. */
  public static Optional<Bars> of(Numbers numbers, Optional<Numbers> before) {
    List<Histogram> histograms = new ArrayList<>();
    histograms.add(numbers.histogram());
    before.ifPresent(one -> histograms.add(one.histogram()));
    double from = Double.POSITIVE_INFINITY;
    double to = Double.NEGATIVE_INFINITY;
    for (Histogram histogram : histograms) {
      if (histogram.total() > 0) {
        from = Math.min(from, quantile(histogram, OUTLIERS));
        to = Math.max(to, quantile(histogram, 1 - OUTLIERS));
      }
    }
    if (!(from <= to)) {
      return Optional.empty();
    }
    double around = around(from, to);
    double first = from - around;
    double last = to + around;
    if (!Double.isFinite(last - first)) {
      return Optional.empty();
    }
    return Optional.of(
        new Bars(
            first,
            last,
            shares(numbers.histogram(), first, last),
            before.map(one -> shares(one.histogram(), first, last))));
  }

  /** What a plot shows beyond numbers that are all the same, or nearly. */
  private static double around(double from, double to) {
    double largest = Math.max(Math.abs(from), Math.abs(to));
    if (largest < NOTHING) {
      return AROUND_NOTHING;
    }
    if (from == to) {
      return largest / 2;
    }
    return to - from < largest * LEAST_SPAN ? largest * LEAST_SPAN : 0;
  }

  private static double quantile(Histogram histogram, double part) {
    double wanted = part * histogram.total();
    long sum = 0;
    for (Map.Entry<Long, Long> bin : histogram.counts().entrySet()) {
      sum += bin.getValue();
      if (sum >= wanted) {
        return part < 0.5 ? histogram.from(bin.getKey()) : histogram.to(bin.getKey());
      }
    }
    return 0;
  }

  /** What a bin has is spread evenly over the bars that it lies in. */
  private static List<Double> shares(Histogram histogram, double from, double to) {
    double[] sums = new double[MOST];
    TreeMap<Long, Long> counts = histogram.counts();
    double width = (to - from) / MOST;
    counts.forEach(
        (bin, count) -> {
          double low = (histogram.from(bin) - from) / width;
          double high = Math.max(low, (histogram.to(bin) - from) / width);
          spread(sums, low, high, count);
        });
    double total = histogram.total();
    List<Double> shares = new ArrayList<>();
    for (double sum : sums) {
      shares.add(total == 0 ? 0 : sum / total);
    }
    return shares;
  }

  /**
   * @param low where the bin begins, in bars
   * @param high where it ends
   */
  private static void spread(double[] sums, double low, double high, long count) {
    int first = bar(low);
    int last = bar(high);
    if (first == last) {
      sums[first] += count;
      return;
    }
    for (int bar = first; bar <= last; bar++) {
      double begin = bar == first ? low : bar;
      double end = bar == last ? high : bar + 1;
      sums[bar] += count * (end - begin) / (high - low);
    }
  }

  private static int bar(double place) {
    return (int) Math.max(0, Math.min(MOST - 1, Math.floor(place)));
  }
}
