package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Precision;
import java.util.function.DoubleBinaryOperator;

/** Elements of two tensors, two by two. */
public final class Elementwise implements RowOp {
  private final int[] left;
  private final int[] right;
  private final int to;
  private final Precision precision;
  private final DoubleBinaryOperator function;

  /**
   * @param left slots of the first operands
   * @param right slots of the second, as many
   * @param to where the results start
   * @param function of both
   */
  public Elementwise(
      int[] left, int[] right, int to, Precision precision, DoubleBinaryOperator function) {
    this.left = left;
    this.right = right;
    this.to = to;
    this.precision = precision;
    this.function = function;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < left.length; i++) {
      v[row + to + i] =
          Rounding.round(precision, function.applyAsDouble(v[row + left[i]], v[row + right[i]]));
    }
  }
}
