package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Arrays;

/** A set of numbers, most often of category codes. Immutable. */
public final class CodeSet {
  private static final int MOST_BITS = 1 << 16;

  private final double[] sorted;
  private final long[] bits;
  private final int first;

  public CodeSet(double... members) {
    sorted = Arrays.stream(members).map(member -> member + 0.0).sorted().distinct().toArray();
    if (areCodes(sorted)) {
      first = (int) sorted[0];
      bits = new long[(((int) sorted[sorted.length - 1] - first) >> 6) + 1];
      for (double member : sorted) {
        int bit = (int) member - first;
        bits[bit >> 6] |= 1L << bit;
      }
    } else {
      first = 0;
      bits = new long[0];
    }
  }

  private static boolean areCodes(double[] sorted) {
    if (sorted.length == 0 || sorted[sorted.length - 1] - sorted[0] > MOST_BITS) {
      return false;
    }
    return Arrays.stream(sorted).allMatch(member -> member == (int) member);
  }

  /** False for a NaN. */
  public boolean contains(double value) {
    if (bits.length > 0) {
      int code = (int) value;
      int bit = code - first;
      return code == value
          && bit >= 0
          && bit < bits.length << 6
          && (bits[bit >> 6] >>> bit & 1) != 0;
    }
    return !Double.isNaN(value) && Arrays.binarySearch(sorted, value + 0.0) >= 0;
  }

  void write(FlatWriter out) {
    out.reals(sorted);
  }

  static CodeSet read(FlatReader in) {
    return new CodeSet(in.reals());
  }
}
