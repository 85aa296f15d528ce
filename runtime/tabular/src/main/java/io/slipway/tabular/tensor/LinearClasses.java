package io.slipway.tabular.tensor;

/**
 * The class of the greatest score, and the scores after their last transformation, in place.
 *
 * @param at the scores
 * @param winner the slot of the class's number
 */
public record LinearClasses(int at, int count, int winner, PostTransform post) implements RowOp {
  @Override
  public void run(double[] v, int row) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (v[row + at + i] > v[row + at + best]) {
        best = i;
      }
    }
    v[row + winner] = best;
    if (post == PostTransform.LOGISTIC) {
      for (int i = row + at; i < row + at + count; i++) {
        v[i] = Approximations.logistic(v[i]);
      }
    } else {
      post.apply(v, row + at, count);
    }
  }
}
