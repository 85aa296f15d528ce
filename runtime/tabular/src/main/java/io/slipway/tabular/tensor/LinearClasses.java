package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;

/**
 * The class of the greatest score, and the scores after their last transformation, in place.
 *
 * @param at the scores
 * @param winner the slot of the class's number
 */
public record LinearClasses(int at, int count, int winner, PostTransform post)
    implements RowOp, Kept {
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

  @Override
  public void write(FlatWriter out) {
    out.whole(count);
    out.whole(at);
    out.whole(winner);
    out.choice(post);
  }

  public static LinearClasses read(FlatReader in) {
    int count = in.within(1, Integer.MAX_VALUE);
    return new LinearClasses(in.slots(count), count, in.slot(), in.choice(PostTransform.values()));
  }
}
