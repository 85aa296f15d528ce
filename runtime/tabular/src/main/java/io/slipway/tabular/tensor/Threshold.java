package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Values;

/**
 * Whether elements are above a number.
 *
 * @param check fails where an element is no number
 */
public record Threshold(int from, int count, int to, double threshold, int check)
    implements RowOp, Kept {
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

  @Override
  public void write(FlatWriter out) {
    out.whole(count);
    out.whole(from);
    out.whole(to);
    out.real(threshold);
    out.whole(check);
  }

  public static Threshold read(FlatReader in) {
    int count = in.whole();
    return new Threshold(in.slots(count), count, in.slots(count), in.real(), in.slot());
  }
}
