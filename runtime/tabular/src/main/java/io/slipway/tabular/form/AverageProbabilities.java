package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Optional;

/** Averages the probabilities of segments, category by category. */
public final class AverageProbabilities implements Forest.Combiner {
  private final Combination segments;
  private final int categories;
  private final int result;

  /**
   * @param segments their values are the first of {@code categories} slots
   * @param result the first of {@code categories} slots
   */
  public AverageProbabilities(Combination segments, int categories, int result) {
    this.segments = segments;
    this.categories = categories;
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
    if (Double.isNaN(verdict)) {
      java.util.Arrays.fill(v, row + result, row + result + categories, verdict);
    } else {
      average(v, row);
    }
  }

  @Override
  public Optional<double[]> weights() {
    return segments.precision() == Precision.DOUBLE ? segments.weights() : Optional.empty();
  }

  @Override
  public int width() {
    return categories;
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
    double sum = segments.weightSum();
    for (int i = row + result; i < row + result + categories; i++) {
      if (Double.isNaN(v[i])) {
        return false;
      }
      v[i] /= sum;
    }
    return true;
  }

  private void average(double[] v, int row) {
    Precision precision = segments.precision();
    java.util.Arrays.fill(v, row + result, row + result + categories, 0);
    double weightSum = 0;
    for (int segment = 0; segment < segments.size(); segment++) {
      if (!segments.takesPart(v, row, segment)) {
        continue;
      }
      int from = row + segments.value(segment);
      if (Values.isMissing(v[from])) {
        if (segments.whenMissing() == Combination.WhenMissing.SKIP) {
          continue;
        }
        java.util.Arrays.fill(v, row + result, row + result + categories, Values.MISSING);
        return;
      }
      double weight = precision.round(segments.weight(segment));
      for (int i = 0; i < categories; i++) {
        double share = precision.round(v[from + i]);
        share = weight == 1 ? share : precision.round(weight * share);
        v[row + result + i] = precision.round(v[row + result + i] + share);
      }
      weightSum = precision.round(weightSum + weight);
    }
    for (int i = row + result; i < row + result + categories; i++) {
      v[i] = weightSum == 0 ? Values.FAILED : precision.round(v[i] / weightSum);
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(categories);
    segments.write(out);
    out.whole(result);
  }

  public static AverageProbabilities read(FlatReader in) {
    int categories = in.count(0);
    return new AverageProbabilities(
        Combination.read(in, categories), categories, in.slots(categories));
  }
}
