package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Arrays;
import java.util.List;

/** Finds the row of a table whose keys are the values of some slots. */
public final class Lookup implements Kept {
  private final int[] slots;
  private final double[][] keys;
  private final double[] values;
  private final double whenMissing;
  private final double otherwise;
  private final int result;

  /**
   * @param slots of the keys
   * @param rows of the table: the keys, then the value
   * @param whenMissing the answer where a key has no value
   * @param otherwise the answer where the table has no such row
   */
  public Lookup(
      int[] slots, List<double[]> rows, double whenMissing, double otherwise, int result) {
    this.slots = slots.clone();
    double[][] sorted = rows.toArray(double[][]::new);
    Arrays.sort(sorted, this::compareKeys);
    this.keys = sorted;
    this.values = new double[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      values[i] = sorted[i][slots.length];
    }
    this.whenMissing = whenMissing;
    this.otherwise = otherwise;
    this.result = result;
  }

  private int compareKeys(double[] left, double[] right) {
    for (int i = 0; i < slots.length; i++) {
      int order = Double.compare(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      v[at + result] = find(v, at);
    }
  }

  private double find(double[] v, int row) {
    for (int slot : slots) {
      double key = v[row + slot];
      if (Double.isNaN(key)) {
        return Values.isFailed(key) ? key : whenMissing;
      }
    }
    int low = 0;
    int high = keys.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = order(v, row, keys[middle]);
      if (order == 0) {
        return values[middle];
      }
      if (order > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return otherwise;
  }

  private int order(double[] v, int row, double[] key) {
    for (int i = 0; i < slots.length; i++) {
      int order = Double.compare(v[row + slots[i]], key[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(slots);
    out.whole(keys.length);
    for (double[] row : keys) {
      out.reals(row);
    }
    out.real(whenMissing);
    out.real(otherwise);
    out.whole(result);
  }

  public static Lookup read(FlatReader in) {
    int[] slots = in.slotArray(1);
    List<double[]> rows = in.list(Integer.BYTES, () -> in.reals(slots.length + 1));
    return new Lookup(slots, rows, in.real(), in.real(), in.slot());
  }
}
