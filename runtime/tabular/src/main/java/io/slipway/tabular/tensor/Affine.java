package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Precision;

/**
 * Less an offset, times a scale: Scaler. The result is single whatever the precision of the steps.
 */
public final class Affine implements RowOp, Kept {
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

  @Override
  public void write(FlatWriter out) {
    out.reals(offset);
    out.reals(scale);
    out.choice(precision);
    out.whole(from);
    out.whole(to);
  }

  public static Affine read(FlatReader in) {
    double[] offset = in.reals();
    double[] scale = in.reals(offset.length);
    Precision precision = in.choice(Precision.values());
    return new Affine(in.slots(offset.length), in.slots(offset.length), offset, scale, precision);
  }
}
