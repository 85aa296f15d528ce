package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Optional;

/** Combines the numbers of segments. */
public final class CombineNumbers implements Forest.Combiner {
  /** How. */
  public enum Method {
    SUM,
    AVERAGE
  }

  private final Combination segments;
  private final Method method;
  private final int result;

  public CombineNumbers(Combination segments, Method method, int result) {
    this.segments = segments;
    this.method = method;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      combine(v, at);
    }
  }

  @Override
  public void combine(double[] v, int row) {
    double verdict = segments.verdict(v, row);
    v[row + result] = Double.isNaN(verdict) ? verdict : combined(v, row);
  }

  @Override
  public Optional<double[]> weights() {
    return segments.weights();
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int result() {
    return result;
  }

  @Override
  public Precision precision() {
    return segments.precision();
  }

  @Override
  public boolean finish(double[] v, int row) {
    double sum = v[row + result];
    if (Double.isNaN(sum)) {
      return false;
    }
    v[row + result] =
        switch (method) {
          case SUM -> sum;
          case AVERAGE -> precision().round(sum / segments.weightSum());
        };
    return true;
  }

  private double combined(double[] v, int row) {
    Precision precision = segments.precision();
    double sum = 0;
    double weightSum = 0;
    for (int segment = 0; segment < segments.size(); segment++) {
      if (!segments.takesPart(v, row, segment)) {
        continue;
      }
      double x = v[row + segments.value(segment)];
      if (Values.isMissing(x)) {
        if (segments.whenMissing() == Combination.WhenMissing.SKIP) {
          continue;
        }
        return x;
      }
      double weight = segments.weight(segment);
      double term = precision.round(x);
      if (weight != 1) {
        term = precision.round(precision.round(weight) * term);
      }
      sum = precision.round(sum + term);
      weightSum = precision.round(weightSum + precision.round(weight));
    }
    return switch (method) {
      case SUM -> sum;
      case AVERAGE -> weightSum == 0 ? Values.FAILED : precision.round(sum / weightSum);
    };
  }

  @Override
  public void write(FlatWriter out) {
    segments.write(out);
    out.choice(method);
    out.whole(result);
  }

  public static CombineNumbers read(FlatReader in) {
    return new CombineNumbers(Combination.read(in, 1), in.choice(Method.values()), in.slot());
  }
}
