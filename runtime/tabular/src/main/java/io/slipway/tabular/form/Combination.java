package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Optional;

/** How the results of segments are combined. Immutable. */
public final class Combination {
  private final int[] values;
  private final int[] conditions;
  private final double[] weights;
  private final Weighing weighing;
  private final WhenMissing whenMissing;
  private final double missingThreshold;
  private final Precision precision;
  private final double weightSum;

  /**
   * @param values the slot of each segment's result, the first of several where it has several
   * @param conditions the slot that says whether a segment takes part; -1 for always
   * @param weights of the segments
   * @param weighing whether results are combined by these; what is missing always counts by them
   * @param whenMissing what becomes of a segment without a result
   * @param missingThreshold above which share of missing weight nothing is answered
   */
  public Combination(
      int[] values,
      int[] conditions,
      double[] weights,
      Weighing weighing,
      WhenMissing whenMissing,
      double missingThreshold,
      Precision precision) {
    this.values = values.clone();
    this.conditions = conditions.clone();
    this.weights = weights.clone();
    this.weighing = weighing;
    this.whenMissing = whenMissing;
    this.missingThreshold = missingThreshold;
    this.precision = precision;
    double sum = 0;
    for (int segment = 0; segment < weights.length; segment++) {
      sum = precision.round(sum + precision.round(weight(segment)));
    }
    this.weightSum = sum;
  }

  /** What becomes of a segment without a result. */
  public enum WhenMissing {
    /** All is missing. */
    RETURN_MISSING,
    /** The others go on, up to the threshold. */
    SKIP,
    /** It counts: all is missing for numbers; for votes it is one for missing. */
    CONTINUE
  }

  /** Whether segments weigh the same or as they say. */
  public enum Weighing {
    EQUAL,
    OWN
  }

  int size() {
    return values.length;
  }

  /**
   * What to multiply each segment's values by; empty where segments may not take part, or in single
   * precision where a product would have to be rounded.
   */
  Optional<double[]> weights() {
    double[] factors = new double[weights.length];
    for (int segment = 0; segment < factors.length; segment++) {
      factors[segment] = weight(segment);
      if (conditions[segment] >= 0 || (factors[segment] != 1 && precision == Precision.SINGLE)) {
        return Optional.empty();
      }
    }
    return weightSum() == 0 ? Optional.empty() : Optional.of(factors);
  }

  double weightSum() {
    return weightSum;
  }

  /** The slot of a segment's result. */
  int value(int segment) {
    return values[segment];
  }

  /** What a segment's result counts; 1 where all weigh the same. */
  double weight(int segment) {
    return weighing == Weighing.OWN ? weights[segment] : 1;
  }

  Weighing weighing() {
    return weighing;
  }

  WhenMissing whenMissing() {
    return whenMissing;
  }

  Precision precision() {
    return precision;
  }

  /** Whether a segment takes part in a row. */
  boolean takesPart(double[] v, int row, int segment) {
    return conditions[segment] < 0 || v[row + conditions[segment]] == Values.TRUE;
  }

  /**
   * Looks over the segments of a row before they are combined.
   *
   * @return 0 to go on; {@link Values#MISSING} or {@link Values#FAILED} where that is the answer
   */
  double verdict(double[] v, int row) {
    double weightSum = 0;
    double missingSum = 0;
    int taken = 0;
    double found = 0;
    for (int segment = 0; segment < values.length; segment++) {
      double condition = conditions[segment] < 0 ? Values.TRUE : v[row + conditions[segment]];
      if (Values.isFailed(condition)) {
        return condition;
      }
      if (condition != Values.TRUE) {
        continue;
      }
      double x = v[row + values[segment]];
      if (Values.isFailed(x)) {
        return x;
      }
      taken++;
      double weight = precision.round(weights[segment]);
      weightSum = precision.round(weightSum + weight);
      if (Values.isMissing(x)) {
        missingSum = precision.round(missingSum + weight);
        found = x;
        if (whenMissing == WhenMissing.RETURN_MISSING) {
          return x;
        }
      }
    }
    if (taken == 0) {
      return Values.MISSING;
    }
    if (Double.isNaN(found) && missingSum / weightSum > missingThreshold) {
      return found;
    }
    return 0;
  }

  void write(FlatWriter out) {
    out.wholes(values);
    out.wholes(conditions);
    out.reals(weights);
    out.choice(weighing);
    out.choice(whenMissing);
    out.real(missingThreshold);
    out.choice(precision);
  }

  /**
   * @param width slots of each segment's result
   */
  static Combination read(FlatReader in, int width) {
    int[] values = in.slotArray(width);
    int[] conditions = in.slotOrNoneArray();
    if (conditions.length != values.length) {
      throw FlatReader.malformed("as many conditions as segments");
    }
    return new Combination(
        values,
        conditions,
        in.reals(values.length),
        in.choice(Weighing.values()),
        in.choice(WhenMissing.values()),
        in.real(),
        in.choice(Precision.values()));
  }
}
