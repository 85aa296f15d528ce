package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * Ranks the reasons for a score. Points of one reason are added up; reasons with fewer than none
 * are left out; of equal ones the one that comes first in the scorecard comes first. Points that
 * are no number are above all others.
 */
public final class RankReasons implements Kept {
  private final int[] reasons;
  private final int[] points;
  private final double[] codes;
  private final int scratch;
  private final int[] ranks;

  /**
   * @param reasons slots that hold a reason's code
   * @param points slots that hold as many points
   * @param codes of all reasons
   * @param scratch the first of as many slots as there are codes
   * @param ranks where the codes go, the weightiest first
   */
  public RankReasons(int[] reasons, int[] points, double[] codes, int scratch, int[] ranks) {
    this.reasons = reasons.clone();
    this.points = points.clone();
    this.codes = codes.clone();
    this.scratch = scratch;
    this.ranks = ranks.clone();
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      java.util.Arrays.fill(v, at + scratch, at + scratch + codes.length, 0);
      boolean failed = false;
      for (int i = 0; i < reasons.length; i++) {
        int reason = index(v[at + reasons[i]]);
        failed |= reason < 0;
        if (reason >= 0) {
          v[at + scratch + reason] += v[at + points[i]];
        }
      }
      for (int rank : ranks) {
        v[at + rank] = failed ? Values.FAILED : next(v, at);
      }
    }
  }

  /** The weightiest reason that is left, taken out. */
  private double next(double[] v, int row) {
    int best = -1;
    for (int reason : reasons) {
      int candidate = index(v[row + reason]);
      double weight = v[row + scratch + candidate];
      if (Double.compare(weight, 0) >= 0
          && (best < 0 || Double.compare(weight, v[row + scratch + best]) > 0)) {
        best = candidate;
      }
    }
    if (best < 0) {
      return Values.MISSING;
    }
    v[row + scratch + best] = -1;
    return codes[best];
  }

  private int index(double code) {
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] == code) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(reasons);
    out.wholes(points);
    out.reals(codes);
    out.whole(scratch);
    out.wholes(ranks);
  }

  public static RankReasons read(FlatReader in) {
    int[] reasons = in.slotArray(1);
    int[] points = in.slotArray(1);
    if (points.length != reasons.length) {
      throw FlatReader.malformed("as many points as reasons");
    }
    double[] codes = in.reals();
    return new RankReasons(reasons, points, codes, in.slots(codes.length), in.slotArray(1));
  }
}
