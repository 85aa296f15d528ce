package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Precision;

/**
 * Less an offset, times a scale: Scaler. The result is single whatever the precision of the steps.
 */
public final class Affine implements RowOp {
  private final int from;
  private final int to;
  private final double[] offset;
  private final double[] scale;
  private final Precision precision;

  /**
   * @param offset one for each element
   * @param scale one for each element
   */
  public Affine(int from, int to, double[] offset, double[] scale, Precision precision) {
    this.from = from;
    this.to = to;
    this.offset = offset;
    this.scale = scale;
    this.precision = precision;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < offset.length; i++) {
      double x = Rounding.round(precision, v[row + from + i]);
      double less = Rounding.round(precision, x - offset[i]);
      v[row + to + i] = Rounding.single(less * scale[i]);
    }
  }
}
