package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Precision;

/**
 * From one sum of trees to one of two classes, and both scores.
 *
 * @param score the slot of the sum
 * @param at the slots of the scores
 * @param winner the slot of the class's number
 * @param base added to the sum
 * @param rule how the sum decides
 */
public record TwoClasses(
    int score, int at, int winner, double base, Rule rule, PostTransform post, Precision precision)
    implements RowOp, Kept {
  /** How a sum decides. */
  public enum Rule {
    /** All values are positive, as probabilities are: more than a half is the second class. */
    HALF,
    /** More than zero is the second class; the first's score is the opposite. */
    ZERO,
    /** More than zero is the second class; the first's score is what this leaves of 1. */
    MARGIN
  }

  @Override
  public void run(double[] v, int row) {
    double sum = Rounding.round(precision, v[row + score] + base);
    v[row + winner] = sum > (rule == Rule.HALF ? 0.5 : 0) ? 1 : 0;
    if (post == PostTransform.LOGISTIC) {
      v[row + at] = PostTransform.logistic(-sum);
      v[row + at + 1] = PostTransform.logistic(sum);
    } else {
      double first = rule == Rule.ZERO ? -sum : Rounding.round(precision, 1 - sum);
      v[row + at] = Rounding.single(first);
      v[row + at + 1] = Rounding.single(sum);
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(score);
    out.whole(at);
    out.whole(winner);
    out.real(base);
    out.choice(rule);
    out.choice(post);
    out.choice(precision);
  }

  public static TwoClasses read(FlatReader in) {
    return new TwoClasses(
        in.slot(),
        in.slots(2),
        in.slot(),
        in.real(),
        in.choice(Rule.values()),
        in.choice(PostTransform.values()),
        in.choice(Precision.values()));
  }
}
