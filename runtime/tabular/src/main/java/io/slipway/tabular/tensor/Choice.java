package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Values;

/** Of two elements the one that a third says. */
public final class Choice implements RowOp, Kept {
  private final int[] condition;
  private final int[] yes;
  private final int[] no;
  private final int to;

  /**
   * @param condition slots of truth values
   * @param yes what is taken where they are true, as many
   * @param no what is taken where not
   */
  public Choice(int[] condition, int[] yes, int[] no, int to) {
    this.condition = condition;
    this.yes = yes;
    this.no = no;
    this.to = to;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < condition.length; i++) {
      v[row + to + i] = v[row + (v[row + condition[i]] == Values.TRUE ? yes[i] : no[i])];
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(condition);
    out.wholes(yes);
    out.wholes(no);
    out.whole(to);
  }

  public static Choice read(FlatReader in) {
    int[] condition = in.slotArray(1);
    int[] yes = in.slotArray(1);
    int[] no = in.slotArray(1);
    if (yes.length != condition.length || no.length != condition.length) {
      throw FlatReader.malformed("as many of each");
    }
    return new Choice(condition, yes, no, in.slots(condition.length));
  }
}
