package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** Picks the category with the largest number, or the smallest; the first of equals. */
public final class Winner implements Kept {
  private final int sign;
  private final int first;
  private final double[] codes;
  private final int result;

  private Winner(int sign, int first, double[] codes, int result) {
    this.sign = sign;
    this.first = first;
    this.codes = codes.clone();
    this.result = result;
  }

  /**
   * @param first the slot of the first category's number
   * @param codes what is written for each category
   */
  public static Winner largest(int first, double[] codes, int result) {
    return new Winner(1, first, codes, result);
  }

  /** As {@link #largest}, of distances. */
  public static Winner smallest(int first, double[] codes, int result) {
    return new Winner(-1, first, codes, result);
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double best = v[at + first];
      if (Values.isMissing(best) || Values.isFailed(best)) {
        v[at + result] = best;
        continue;
      }
      int winner = 0;
      for (int i = 1; i < codes.length; i++) {
        if (isBetter(v[at + first + i], best)) {
          best = v[at + first + i];
          winner = i;
        }
      }
      v[at + result] = codes[winner];
    }
  }

  private boolean isBetter(double candidate, double best) {
    int order = Double.compare(candidate, best);
    return sign > 0 ? order > 0 : order < 0;
  }

  @Override
  public void write(FlatWriter out) {
    out.flag(sign > 0);
    out.reals(codes);
    out.whole(first);
    out.whole(result);
  }

  public static Winner read(FlatReader in) {
    int sign = in.flag() ? 1 : -1;
    double[] codes = in.reals();
    if (codes.length == 0) {
      throw FlatReader.malformed("a winner among none");
    }
    return new Winner(sign, in.slots(codes.length), codes, in.slot());
  }
}
