package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Precision;

/** Elements of a row that become one. */
public record Reduction(int from, int count, int to, Kind kind, Precision precision)
    implements RowOp {
  /** How. */
  public enum Kind {
    SUM,
    MEAN,
    PRODUCT,
    L1_NORM
  }

  @Override
  public void run(double[] v, int row) {
    double result = kind == Kind.PRODUCT ? 1 : 0;
    for (int i = 0; i < count; i++) {
      double x = v[row + from + i];
      result =
          Rounding.round(
              precision,
              switch (kind) {
                case SUM, MEAN -> result + x;
                case PRODUCT -> result * x;
                case L1_NORM -> result + Math.abs(x);
              });
    }
    v[row + to] = kind == Kind.MEAN ? Rounding.round(precision, result / count) : result;
  }
}
