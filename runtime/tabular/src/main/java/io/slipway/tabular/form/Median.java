package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * The number in the middle of those of segments; where they have weights, in the middle of these.
 */
public final class Median implements Kept {
  private final Combination segments;
  private final int sorted;
  private final int weights;
  private final int result;

  /**
   * @param room the first of twice as many slots as there are segments
   */
  public Median(Combination segments, int room, int result) {
    this.segments = segments;
    this.sorted = room;
    this.weights = room + segments.size();
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double verdict = segments.verdict(v, at);
      v[at + result] = Double.isNaN(verdict) ? verdict : median(v, at);
    }
  }

  private double median(double[] v, int row) {
    Precision precision = segments.precision();
    int first = row + sorted;
    int count = 0;
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
      double value = precision.round(x);
      double weight = precision.round(segments.weight(segment));
      int place = Ascending.place(v, first, count, value);
      Ascending.insert(v, first, count, place, value);
      Ascending.insert(v, row + weights, count, place + weights - sorted, weight);
      weightSum = precision.round(weightSum + weight);
      count++;
    }
    if (count == 0) {
      return Values.FAILED;
    }
    return segments.weighing() == Combination.Weighing.EQUAL
        ? Ascending.median(v, first, count)
        : weighted(v, row, count, 0.5 * weightSum);
  }

  /** The least number that, with those below it, weighs half of all. */
  private double weighted(double[] v, int row, int count, double half) {
    double weight = 0;
    for (int i = 0; i < count; i++) {
      weight += v[row + weights + i];
      if (weight >= half) {
        return v[row + sorted + i];
      }
    }
    return Values.FAILED;
  }

  @Override
  public void write(FlatWriter out) {
    segments.write(out);
    out.whole(sorted);
    out.whole(result);
  }

  public static Median read(FlatReader in) {
    Combination segments = Combination.read(in, 1);
    return new Median(segments, in.slots(2 * segments.size()), in.slot());
  }
}
