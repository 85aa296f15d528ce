package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;

/**
 * The place of the greatest of some elements, the first of equals.
 *
 * @param to the slot of the place
 */
public record Greatest(int from, int count, int to) implements RowOp, Kept {
  @Override
  public void run(double[] v, int row) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (v[row + from + i] > v[row + from + best]) {
        best = i;
      }
    }
    v[row + to] = best;
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(count);
    out.whole(from);
    out.whole(to);
  }

  public static Greatest read(FlatReader in) {
    int count = in.within(1, Integer.MAX_VALUE);
    return new Greatest(in.slots(count), count, in.slot());
  }
}
