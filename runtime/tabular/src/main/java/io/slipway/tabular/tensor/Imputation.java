package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;

/** Puts other values in the place of one. */
public final class Imputation implements RowOp, Kept {
  private final int from;
  private final int to;
  private final double replaced;
  private final double[] imputed;

  /**
   * @param replaced the one; a NaN for all that is no number
   * @param imputed what stands in its place, element by element
   */
  public Imputation(int from, int to, double replaced, double[] imputed) {
    this.from = from;
    this.to = to;
    this.replaced = replaced;
    this.imputed = imputed;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < imputed.length; i++) {
      double x = v[row + from + i];
      boolean isReplaced = x == replaced || (Double.isNaN(x) && Double.isNaN(replaced));
      v[row + to + i] = isReplaced ? imputed[i] : x;
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.reals(imputed);
    out.real(replaced);
    out.whole(from);
    out.whole(to);
  }

  public static Imputation read(FlatReader in) {
    double[] imputed = in.reals();
    double replaced = in.real();
    return new Imputation(in.slots(imputed.length), in.slots(imputed.length), replaced, imputed);
  }
}
