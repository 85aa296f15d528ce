package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;

/** From sums of trees to a class among three or more, and scores in place. */
public final class TreeClasses implements RowOp, Kept {
  private final int at;
  private final int winner;
  private final double[] base;
  private final boolean[] scored;
  private final PostTransform post;
  private final io.slipway.tabular.form.Precision precision;

  /**
   * @param winner the slot of the class's number
   * @param base added to each; none, or as many as there are classes
   * @param scored which classes any tree speaks of: others win against none
   */
  public TreeClasses(
      int at,
      int winner,
      double[] base,
      boolean[] scored,
      PostTransform post,
      io.slipway.tabular.form.Precision precision) {
    this.at = at;
    this.winner = winner;
    this.base = base;
    this.scored = scored;
    this.post = post;
    this.precision = precision;
  }

  @Override
  public void run(double[] v, int row) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < scored.length; i++) {
      int slot = row + at + i;
      v[slot] = base.length == 0 ? v[slot] : Rounding.round(precision, v[slot] + base[i]);
      if (scored[i] && (best < 0 || v[slot] > most)) {
        best = i;
        most = v[slot];
      }
    }
    v[row + winner] = best;
    post.apply(v, row + at, scored.length);
  }

  @Override
  public void write(FlatWriter out) {
    out.flags(scored);
    out.reals(base);
    out.whole(at);
    out.whole(winner);
    out.choice(post);
    out.choice(precision);
  }

  public static TreeClasses read(FlatReader in) {
    boolean[] scored = in.flags();
    double[] base = in.reals();
    if (base.length != 0 && base.length != scored.length) {
      throw FlatReader.malformed("as many base values as classes");
    }
    return new TreeClasses(
        in.slots(scored.length),
        in.slot(),
        base,
        scored,
        in.choice(PostTransform.values()),
        in.choice(io.slipway.tabular.form.Precision.values()));
  }
}
