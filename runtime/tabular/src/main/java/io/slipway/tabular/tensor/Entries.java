package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Values;

/** The entries of a list by their places, of which those below zero count from the end. */
public final class Entries implements RowOp, Kept {
  private final int from;
  private final int count;
  private final int to;
  private final int check;
  private final int lowest;
  private final double[] all;

  /**
   * @param from the first slot of places
   * @param to the first slot of as many entries
   * @param check fails where there is no such place
   * @param lowest place that there is: zero, or the beginning as it is counted from the end
   * @param all one or more
   */
  public Entries(int from, int count, int to, int check, int lowest, double[] all) {
    this.from = from;
    this.count = count;
    this.to = to;
    this.check = check;
    this.lowest = lowest;
    this.all = all;
  }

  @Override
  public void run(double[] v, int row) {
    v[row + check] = 0;
    for (int i = 0; i < count; i++) {
      double place = v[row + from + i];
      if (place >= lowest && place < all.length) {
        v[row + to + i] = all[(int) (place < 0 ? place + all.length : place)];
      } else {
        v[row + check] = Values.FAILED;
      }
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(count);
    out.whole(from);
    out.whole(to);
    out.whole(check);
    out.whole(-lowest);
    out.reals(all);
  }

  public static Entries read(FlatReader in) {
    int count = in.whole();
    int from = in.slots(count);
    int to = in.slots(count);
    int check = in.slot();
    int before = in.whole();
    double[] all = in.reals();
    if (before < 0 || before > all.length) {
      throw FlatReader.malformed("a list that begins before its entries");
    }
    return new Entries(from, count, to, check, -before, all);
  }
}
