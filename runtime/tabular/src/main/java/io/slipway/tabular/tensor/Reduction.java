package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Precision;

/** Elements of a row that become one. */
public record Reduction(int from, int count, int to, Kind kind, Precision precision)
    implements RowOp, Kept {
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

  @Override
  public void write(FlatWriter out) {
    out.whole(count);
    out.whole(from);
    out.whole(to);
    out.choice(kind);
    out.choice(precision);
  }

  public static Reduction read(FlatReader in) {
    int count = in.whole();
    return new Reduction(
        in.slots(count), count, in.slot(), in.choice(Kind.values()), in.choice(Precision.values()));
  }
}
