package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Decides between rules that fired: how confident they are of each category, and which one it is.
 * Of equals it is the one that fired first.
 */
public final class WeighRules implements Kept {
  /** What decides. */
  public enum Criterion {
    /** The first rule; a category's confidence is that of its first rule. */
    FIRST_HIT,
    /** A category's confidence is the sum of its rules' weights, divided by all that fired. */
    WEIGHTED_SUM,
    /** A category's confidence is that of its heaviest rule. */
    WEIGHTED_MAX
  }

  /**
   * A rule.
   *
   * @param fired the slot that says whether it did
   * @param category the number of what it stands for
   */
  public record Rule(int fired, int category, double weight, double confidence) {
    void write(FlatWriter out) {
      out.whole(fired);
      out.whole(category);
      out.real(weight);
      out.real(confidence);
    }

    static Rule read(FlatReader in, int categories) {
      return new Rule(in.slot(), in.within(0, categories), in.real(), in.real());
    }
  }

  /**
   * What is said where no rule fired.
   *
   * @param category its number; {@link #NOTHING} where the row is refused then
   */
  public record Otherwise(int category, double confidence) {
    static final int NONE = -1;

    /** The row is refused. */
    public static final Otherwise NOTHING = new Otherwise(NONE, 0);
  }

  private final Criterion criterion;
  private final Rule[] rules;
  private final Otherwise otherwise;
  private final double[] codes;
  private final int heaviest;
  private final int confidences;
  private final int winner;

  /**
   * @param codes of the categories
   * @param heaviest the first of as many slots to work with
   * @param confidences the first of as many slots, 0 of what no rule stands for
   * @param winner the slot of the code
   */
  public WeighRules(
      Criterion criterion,
      List<Rule> rules,
      Otherwise otherwise,
      double[] codes,
      int heaviest,
      int confidences,
      int winner) {
    this.criterion = criterion;
    this.rules = rules.toArray(Rule[]::new);
    this.otherwise = otherwise;
    this.codes = codes.clone();
    this.heaviest = heaviest;
    this.confidences = confidences;
    this.winner = winner;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      Arrays.fill(v, at + confidences, at + confidences + codes.length, 0);
      Arrays.fill(v, at + heaviest, at + heaviest + codes.length, Values.MISSING);
      int category = weigh(v, at);
      if (category >= 0) {
        v[at + winner] = codes[category];
      } else {
        Arrays.fill(v, at + confidences, at + confidences + codes.length, Values.FAILED);
        v[at + winner] = Values.FAILED;
      }
    }
  }

  /** The category that it is; below 0 where there is none. */
  private int weigh(double[] v, int row) {
    int fired = 0;
    for (Rule rule : rules) {
      double state = v[row + rule.fired];
      if (Double.isNaN(state)) {
        return Otherwise.NONE; // could not be said of one rule
      }
      if (state != 0) {
        fired++;
        weigh(rule, v, row);
      }
    }
    if (fired == 0) {
      return otherwise(v, row);
    }
    if (criterion == Criterion.WEIGHTED_SUM) {
      for (int i = 0; i < codes.length; i++) {
        v[row + confidences + i] /= fired;
      }
    }
    return best(v, row);
  }

  private void weigh(Rule rule, double[] v, int row) {
    int most = row + heaviest + rule.category;
    int confidence = row + confidences + rule.category;
    boolean isFirst = Double.isNaN(v[most]);
    switch (criterion) {
      case WEIGHTED_SUM -> v[confidence] += rule.weight;
      case FIRST_HIT -> v[confidence] = isFirst ? rule.confidence : v[confidence];
      case WEIGHTED_MAX -> {
        if (isFirst || Double.compare(v[most], rule.weight) < 0) {
          v[confidence] = rule.confidence;
        }
      }
    }
    v[most] = isFirst ? rule.weight : Math.max(v[most], rule.weight);
  }

  private int otherwise(double[] v, int row) {
    if (otherwise.category >= 0) {
      v[row + confidences + otherwise.category] = otherwise.confidence;
    }
    return otherwise.category;
  }

  private int best(double[] v, int row) {
    int best = -1;
    for (Rule rule : rules) {
      boolean fired = v[row + rule.fired] != 0;
      if (fired && (best < 0 || isMore(v, row, rule.category, best))) {
        best = rule.category;
      }
    }
    return best;
  }

  private boolean isMore(double[] v, int row, int category, int best) {
    return criterion != Criterion.FIRST_HIT
        && Double.compare(v[row + confidences + category], v[row + confidences + best]) > 0;
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(criterion);
    out.reals(codes);
    out.whole(rules.length);
    for (Rule rule : rules) {
      rule.write(out);
    }
    out.whole(otherwise.category);
    out.real(otherwise.confidence);
    out.whole(heaviest);
    out.whole(confidences);
    out.whole(winner);
  }

  public static WeighRules read(FlatReader in) {
    Criterion criterion = in.choice(Criterion.values());
    double[] codes = in.reals();
    return new WeighRules(
        criterion,
        in.list(Integer.BYTES, () -> Rule.read(in, codes.length)),
        new Otherwise(in.within(Otherwise.NONE, codes.length), in.real()),
        codes,
        in.slots(codes.length),
        in.slots(codes.length),
        in.slot());
  }
}
