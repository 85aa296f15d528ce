package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * Counts the votes of segments for categories: shares of the votes, and the category with the most.
 * Of equals the one that was voted for first wins.
 */
public final class CountVotes implements Kept {
  private final Combination segments;
  private final double[] codes;
  private final int shares;
  private final int winner;

  /**
   * @param codes of the categories
   * @param shares the first of as many slots
   * @param winner the slot of the winner's code
   */
  public CountVotes(Combination segments, double[] codes, int shares, int winner) {
    this.segments = segments;
    this.codes = codes.clone();
    this.shares = shares;
    this.winner = winner;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double verdict = segments.verdict(v, at);
      if (!Double.isNaN(verdict)) {
        verdict = count(v, at);
      }
      if (Double.isNaN(verdict)) {
        java.util.Arrays.fill(v, at + shares, at + shares + codes.length, verdict);
        v[at + winner] = verdict;
      }
    }
  }

  private double count(double[] v, int row) {
    Precision precision = segments.precision();
    int first = row + shares;
    java.util.Arrays.fill(v, first, first + codes.length, 0);
    double missing = 0;
    for (int segment = 0; segment < segments.size(); segment++) {
      if (!segments.takesPart(v, row, segment)) {
        continue;
      }
      double vote = v[row + segments.value(segment)];
      double weight = precision.round(segments.weight(segment));
      int category = category(vote);
      if (category >= 0) {
        v[first + category] = precision.round(v[first + category] + weight);
      } else if (segments.whenMissing() == Combination.WhenMissing.CONTINUE) {
        missing = precision.round(missing + weight);
      }
    }
    double most = 0;
    double sum = 0;
    for (int i = first; i < first + codes.length; i++) {
      most = Math.max(most, v[i]);
      sum = precision.round(sum + v[i]);
    }
    if (sum == 0) {
      return Values.FAILED;
    }
    if (missing > most) {
      return Values.MISSING;
    }
    v[row + winner] = firstVotedFor(v, row, most);
    for (int i = first; i < first + codes.length && sum != 1; i++) {
      v[i] = precision.round(v[i] / sum);
    }
    return 0;
  }

  private double firstVotedFor(double[] v, int row, double votes) {
    for (int segment = 0; segment < segments.size(); segment++) {
      int category =
          segments.takesPart(v, row, segment) ? category(v[row + segments.value(segment)]) : -1;
      if (category >= 0 && v[row + shares + category] == votes) {
        return codes[category];
      }
    }
    return Values.FAILED;
  }

  private int category(double vote) {
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] == vote) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void write(FlatWriter out) {
    segments.write(out);
    out.reals(codes);
    out.whole(shares);
    out.whole(winner);
  }

  public static CountVotes read(FlatReader in) {
    Combination segments = Combination.read(in, 1);
    double[] codes = in.reals();
    return new CountVotes(segments, codes, in.slots(codes.length), in.slot());
  }
}
