package io.slipway.tabular.tensor;

/** From sums of trees to a class among three or more, and scores in place. */
public final class TreeClasses implements RowOp {
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
}
