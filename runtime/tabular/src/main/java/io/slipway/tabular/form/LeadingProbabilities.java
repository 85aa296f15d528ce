package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Arrays;

/**
 * The probabilities of the segments that speak for the leading category. Each category has the
 * greatest probability that a segment gives it, or the median; the one with the most leads. The
 * probabilities of those segments that give it this much, or come nearest, are averaged.
 */
public final class LeadingProbabilities implements Kept {
  /** What a category has of the segments' probabilities for it. */
  public enum Measure {
    GREATEST,
    MEDIAN
  }

  private final Combination segments;
  private final Measure measure;
  private final int categories;
  private final int[] order;
  private final int room;
  private final int result;

  /**
   * @param segments their values are the first of {@code categories} slots
   * @param order the numbers of the categories that may lead; of equals the first one does
   * @param room the first of as many slots as there are segments
   * @param result the first of {@code categories} slots
   */
  public LeadingProbabilities(
      Combination segments, Measure measure, int categories, int[] order, int room, int result) {
    this.segments = segments;
    this.measure = measure;
    this.categories = categories;
    this.order = order.clone();
    this.room = room;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double verdict = segments.verdict(v, at);
      if (!Double.isNaN(verdict)) {
        verdict = combine(v, at);
      }
      if (Double.isNaN(verdict)) {
        Arrays.fill(v, at + result, at + result + categories, verdict);
      }
    }
  }

  /** Whether a segment that a verdict let pass has probabilities in a row. */
  private boolean speaks(double[] v, int row, int segment) {
    return segments.takesPart(v, row, segment)
        && !Values.isMissing(v[row + segments.value(segment)]);
  }

  /** 0, or the mark of a row without an answer. */
  private double combine(double[] v, int row) {
    int speaking = 0;
    for (int segment = 0; segment < segments.size(); segment++) {
      if (speaks(v, row, segment)) {
        speaking++;
      } else if (segments.takesPart(v, row, segment)
          && segments.whenMissing() != Combination.WhenMissing.SKIP) {
        return Values.MISSING;
      }
    }
    if (speaking == 0) {
      return Values.FAILED;
    }
    int leading = order[0];
    double most = measured(v, row, leading);
    for (int i = 1; i < order.length; i++) {
      double other = measured(v, row, order[i]);
      if (Double.compare(most, other) < 0) {
        most = other;
        leading = order[i];
      }
    }
    return average(v, row, leading, most);
  }

  private double probability(double[] v, int row, int segment, int category) {
    return segments.precision().round(v[row + segments.value(segment) + category]);
  }

  private double measured(double[] v, int row, int category) {
    double greatest = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (int segment = 0; segment < segments.size(); segment++) {
      if (!speaks(v, row, segment)) {
        continue;
      }
      double x = probability(v, row, segment, category);
      if (measure == Measure.GREATEST) {
        greatest = Math.max(greatest, x);
      } else {
        int first = row + room;
        Ascending.insert(v, first, count, Ascending.place(v, first, count, x), x);
        count++;
      }
    }
    return measure == Measure.GREATEST ? greatest : Ascending.median(v, row + room, count);
  }

  /** How far a segment is from what the leading category has; no number where it is none. */
  private double distance(double[] v, int row, int segment, int leading, double most) {
    double x = probability(v, row, segment, leading);
    if (measure == Measure.GREATEST) {
      return Double.compare(most, x) == 0 ? 0 : Double.NaN;
    }
    return Math.abs(most - x);
  }

  private double average(double[] v, int row, int leading, double most) {
    double least = Double.MAX_VALUE;
    for (int segment = 0; segment < segments.size(); segment++) {
      if (speaks(v, row, segment)) {
        double distance = distance(v, row, segment, leading, most);
        least = distance < least ? distance : least;
      }
    }
    Precision precision = segments.precision();
    int first = row + result;
    Arrays.fill(v, first, first + categories, 0);
    int count = 0;
    for (int segment = 0; segment < segments.size(); segment++) {
      if (speaks(v, row, segment) && distance(v, row, segment, leading, most) <= least) {
        count++;
        for (int i = 0; i < categories; i++) {
          v[first + i] = precision.round(v[first + i] + probability(v, row, segment, i));
        }
      }
    }
    for (int i = first; i < first + categories && count > 1; i++) {
      v[i] = precision.round(v[i] / count);
    }
    return count == 0 ? Values.FAILED : 0;
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(measure);
    out.whole(categories);
    segments.write(out);
    out.wholes(order);
    out.whole(room);
    out.whole(result);
  }

  public static LeadingProbabilities read(FlatReader in) {
    Measure measure = in.choice(Measure.values());
    int categories = in.count(0);
    Combination segments = Combination.read(in, categories);
    int[] order = in.wholes();
    if (order.length == 0) {
      throw FlatReader.malformed("a leader among none");
    }
    for (int category : order) {
      if (category < 0 || category >= categories) {
        throw FlatReader.malformed("there is no category " + category);
      }
    }
    return new LeadingProbabilities(
        segments, measure, categories, order, in.slots(segments.size()), in.slots(categories));
  }
}
