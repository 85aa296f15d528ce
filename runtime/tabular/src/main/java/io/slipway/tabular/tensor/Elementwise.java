package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Precision;

/** Elements of two tensors, two by two. */
public final class Elementwise implements RowOp, Kept {
  private final int[] left;
  private final int[] right;
  private final int to;
  private final Precision precision;
  private final Pairing function;

  /**
   * @param left slots of the first operands
   * @param right slots of the second, as many
   * @param to where the results start
   * @param function of both
   */
  public Elementwise(int[] left, int[] right, int to, Precision precision, Pairing function) {
    this.left = left;
    this.right = right;
    this.to = to;
    this.precision = precision;
    this.function = function;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < left.length; i++) {
      v[row + to + i] = Rounding.round(precision, function.of(v[row + left[i]], v[row + right[i]]));
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(left);
    out.wholes(right);
    out.whole(to);
    out.choice(precision);
    out.choice(function);
  }

  public static Elementwise read(FlatReader in) {
    int[] left = in.slotArray(1);
    int[] right = in.slotArray(1);
    if (right.length != left.length) {
      throw FlatReader.malformed("as many second operands as first ones");
    }
    return new Elementwise(
        left,
        right,
        in.slots(left.length),
        in.choice(Precision.values()),
        in.choice(Pairing.values()));
  }
}
