package io.slipway.batch.summary;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts finite numbers in the smallest bins of which so many suffice. Which these are depends on
 * the numbers alone and not on their order: bins of a fold are never more than those of a smaller
 * one, and never fewer for more numbers.
 */
final class HistogramCounter {
  private final int mostBins;
  private int fold;
  private Map<Long, Long> counts = new HashMap<>();

  HistogramCounter(int mostBins) {
    this.mostBins = mostBins;
  }

  void add(double number) {
    counts.merge(Histogram.place(number) >> fold, 1L, Long::sum);
    while (counts.size() > mostBins) {
      Map<Long, Long> larger = new HashMap<>();
      counts.forEach((bin, count) -> larger.merge(bin >> 1, count, Long::sum));
      counts = larger;
      fold++;
    }
  }

  Histogram histogram() {
    return new Histogram(fold, new TreeMap<>(counts));
  }
}
