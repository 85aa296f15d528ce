package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Values;

/**
 * Whether elements are above a number.
 *
 * @param check fails where an element is no number
 */
public record Threshold(int from, int count, int to, double threshold, int check) implements RowOp {
  @Override
  public void run(double[] v, int row) {
    v[row + check] = 0;
    for (int i = 0; i < count; i++) {
      double x = v[row + from + i];
      v[row + to + i] = Values.of(x > threshold);
      if (Double.isNaN(x)) {
        v[row + check] = Values.FAILED;
      }
    }
  }
}
