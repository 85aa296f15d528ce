package io.slipway.tabular.tensor;

/**
 * Each element on its own.
 *
 * @param function of an element; what it gives is stored as it is, a NaN as missing
 */
public record Mapping(int from, int to, int count, java.util.function.DoubleUnaryOperator function)
    implements RowOp {
  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < count; i++) {
      double y = function.applyAsDouble(v[row + from + i]);
      v[row + to + i] = Double.isNaN(y) ? io.slipway.tabular.form.Values.MISSING : y;
    }
  }
}
