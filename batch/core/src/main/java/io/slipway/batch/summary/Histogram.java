package io.slipway.batch.summary;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of finite numbers in bins that are the same for every histogram: the numbers in their
 * order, as IEEE 754 has it in their bits, 2^{@code fold} neighbours to a bin. With 0 each number
 * is a bin; with 48, the sixteenth part of the numbers between two powers of two is. So there is a
 * bin for every number however large or small it is, bins of a higher fold are made of whole bins
 * of a lower one, and counts add up whatever the order in which numbers come.
 *
 * @param fold 0 to {@value #MOST_FOLD}
 * @param counts by the number of the bin; numbers ascend with what is in the bin
 */
public record Histogram(int fold, TreeMap<Long, Long> counts) {
  /** There are two bins then: below 0, and the others. */
  static final int MOST_FOLD = 63;

  /** Nothing. */
  public static final Histogram EMPTY = new Histogram(0, new TreeMap<>());

  /**
   * @throws IllegalArgumentException if the fold is out of its range
   */
  public Histogram {
    if (fold < 0 || fold > MOST_FOLD) {
      throw new IllegalArgumentException("no fold: " + fold);
    }
    counts = new TreeMap<>(counts);
  }

  @Override
  public TreeMap<Long, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** How many numbers there are. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same in larger bins; the fold stays where it is larger already. */
  public Histogram folded(int atLeast) {
    if (atLeast <= fold) {
      return this;
    }
    TreeMap<Long, Long> larger = new TreeMap<>();
    for (Map.Entry<Long, Long> bin : counts.entrySet()) {
      larger.merge(bin.getKey() >> (atLeast - fold), bin.getValue(), Long::sum);
    }
    return new Histogram(atLeast, larger);
  }

  /** The smallest number that is in the bin, or belongs to it. */
  public double from(long bin) {
    return number(bin << fold);
  }

  /** The largest. */
  public double to(long bin) {
    return number((bin << fold) + ((1L << fold) - 1));
  }

  /** The place of a finite number in the order of all. Both zeros are one. */
  static long place(double number) {
    long bits = Double.doubleToRawLongBits(number == 0 ? 0.0 : number);
    return flipped(bits);
  }

  private static double number(long place) {
    double number = Double.longBitsToDouble(flipped(place));
    if (Double.isFinite(number)) {
      return number;
    }
    // What lies beyond the last finite number is in no bin, though its bin may reach there.
    return place < 0 ? -Double.MAX_VALUE : Double.MAX_VALUE;
  }

  /** Below 0 the bits of a double descend as the number ascends. */
  private static long flipped(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
