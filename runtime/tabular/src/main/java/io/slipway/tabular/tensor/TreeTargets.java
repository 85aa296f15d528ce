package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Precision;

/** From sums of trees to targets, in place. */
public final class TreeTargets implements RowOp, Kept {
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

  @Override
  public void write(FlatWriter out) {
    out.whole(targets);
    out.reals(base);
    out.whole(at);
    out.whole(divisor);
    out.choice(post);
    out.choice(precision);
  }

  public static TreeTargets read(FlatReader in) {
    int targets = in.whole();
    double[] base = in.reals();
    if (base.length != 0 && base.length != targets) {
      throw FlatReader.malformed("as many base values as targets");
    }
    return new TreeTargets(
        in.slots(targets),
        targets,
        base,
        in.within(1, Integer.MAX_VALUE),
        in.choice(PostTransform.values()),
        in.choice(Precision.values()));
  }
}
