package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Precision;

/** From sums of trees to targets, in place. */
public final class TreeTargets implements RowOp {
  private final int at;
  private final int targets;
  private final double[] base;
  private final int divisor;
  private final PostTransform post;
  private final Precision precision;

  /**
   * @param base added to each; none, or as many as there are targets
   * @param divisor the number of trees, where their mean is asked for; else 1
   * @param post what is done at last
   */
  public TreeTargets(
      int at, int targets, double[] base, int divisor, PostTransform post, Precision precision) {
    this.at = at;
    this.targets = targets;
    this.base = base;
    this.divisor = divisor;
    this.post = post;
    this.precision = precision;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < targets; i++) {
      double score = v[row + at + i];
      double mean = divisor == 1 ? score : Rounding.round(precision, score / divisor);
      v[row + at + i] = base.length == 0 ? mean : Rounding.round(precision, mean + base[i]);
    }
    post.apply(v, row + at, targets);
  }
}
