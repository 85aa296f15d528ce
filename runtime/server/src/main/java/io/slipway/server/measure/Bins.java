package io.slipway.server.measure;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link BinCounts} had counted at one moment.
 *
 * @param counts by bin, ascending, none of them 0
 * @param fold how many low bits of the bins are cleared
 */
public record Bins(SortedMap<Integer, Long> counts, int fold) {

  /**
   * The same in at most {@code most} bins, folded no more than that takes.
   *
   * @param most 1 or more
   */
  public Bins within(int most) {
    Bins folded = this;
    // Bins of both signs never fold into one.
    while (folded.counts.size() > Math.max(2, most)) {
      folded = folded.folded();
    }
    return folded;
  }

  private Bins folded() {
    SortedMap<Integer, Long> merged = new TreeMap<>();
    for (Map.Entry<Integer, Long> bin : counts.entrySet()) {
      merged.merge(FineBins.folded(bin.getKey(), fold + 1), bin.getValue(), Long::sum);
    }
    return new Bins(merged, fold + 1);
  }
}
