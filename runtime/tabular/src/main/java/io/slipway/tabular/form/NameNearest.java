package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** Tells what the nearest instances are called, at some ranks. */
public final class NameNearest implements Kept {
  private final int nearest;
  private final int[] ranks;
  private final double[] ids;
  private final int result;

  /**
   * @param nearest where {@link Nearest} left the instances' numbers
   * @param ranks counted from 1
   * @param ids of all instances
   * @param result the first of as many slots as there are ranks
   */
  public NameNearest(int nearest, int[] ranks, double[] ids, int result) {
    this.nearest = nearest;
    this.ranks = ranks.clone();
    this.ids = ids.clone();
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      for (int i = 0; i < ranks.length; i++) {
        double instance = v[at + nearest + ranks[i] - 1];
        v[at + result + i] = Double.isNaN(instance) ? instance : ids[(int) instance];
      }
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(ranks);
    out.whole(nearest);
    out.reals(ids);
    out.whole(result);
  }

  public static NameNearest read(FlatReader in) {
    int[] ranks = in.wholes();
    int highest = 0;
    for (int rank : ranks) {
      if (rank < 1) {
        throw FlatReader.malformed("there is no rank " + rank);
      }
      highest = Math.max(highest, rank);
    }
    return new NameNearest(in.slots(highest), ranks, in.reals(), in.slots(ranks.length));
  }
}
