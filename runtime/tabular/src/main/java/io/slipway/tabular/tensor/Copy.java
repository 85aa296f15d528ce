package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;

/** Puts slots behind one another. */
public final class Copy implements RowOp, Kept {
  private final int[] from;
  private final int to;

  /**
   * @param from in the order in which they are wanted
   */
  public Copy(int[] from, int to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < from.length; i++) {
      v[row + to + i] = v[row + from[i]];
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(from);
    out.whole(to);
  }

  public static Copy read(FlatReader in) {
    int[] from = in.slotArray(1);
    return new Copy(from, in.slots(from.length));
  }
}
