package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.HashMap;
import java.util.Map;

/** What the nearest instances answer together. */
public final class AskNeighbors implements Kept {
  /** How their answers become one. */
  public enum Method {
    AVERAGE,
    WEIGHTED_AVERAGE,
    MEDIAN,
    /** Of equally many votes, those for the category that is first. */
    VOTE,
    WEIGHTED_VOTE;

    /** How many slots it works in. */
    public int room(int asked, int categories) {
      return switch (this) {
        case AVERAGE, WEIGHTED_AVERAGE -> 0;
        case MEDIAN -> asked;
        case VOTE, WEIGHTED_VOTE -> categories;
      };
    }
  }

  /** Their numbers and distances are in slots. */
  private static final int MOST_KEPT = 1 << 29;

  private final int nearest;
  private final int kept;
  private final int asked;
  private final double[] values;
  private final double[] categories;

  /** Which category each instance has. */
  private final int[] categoryOf;

  private final Method method;
  private final double threshold;
  private final int room;
  private final int result;

  /**
   * @param nearest where {@link Nearest} left its {@code kept} numbers and their distances
   * @param asked how many of them answer
   * @param values of all instances: numbers, or codes of categories
   * @param categories that there are votes for, those first that win where votes are equal
   * @param threshold added to a distance before it weighs
   * @param room the first of as many slots to work in as {@link Method} needs for so many asked and
   *     categories
   */
  public AskNeighbors(
      int nearest,
      int kept,
      int asked,
      double[] values,
      double[] categories,
      Method method,
      double threshold,
      int room,
      int result) {
    this.nearest = nearest;
    this.kept = kept;
    this.asked = asked;
    this.values = values.clone();
    this.categories = categories.clone();
    this.categoryOf = categories.length == 0 ? new int[0] : indices(values, categories);
    this.method = method;
    this.threshold = threshold;
    this.room = room;
    this.result = result;
  }

  private static int[] indices(double[] values, double[] categories) {
    Map<Double, Integer> known = new HashMap<>();
    for (int i = 0; i < categories.length; i++) {
      known.put(categories[i], i);
    }
    return java.util.Arrays.stream(values)
        .mapToInt(value -> known.getOrDefault(value, -1))
        .toArray();
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double mark = v[at + nearest];
      v[at + result] = Double.isNaN(mark) ? mark : answer(v, at);
    }
  }

  private double answer(double[] v, int row) {
    return switch (method) {
      case AVERAGE, WEIGHTED_AVERAGE -> average(v, row);
      case MEDIAN -> median(v, row);
      case VOTE, WEIGHTED_VOTE -> vote(v, row);
    };
  }

  private double value(double[] v, int row, int neighbor) {
    return values[(int) v[row + nearest + neighbor]];
  }

  private double weight(double[] v, int row, int neighbor) {
    return method == Method.WEIGHTED_AVERAGE || method == Method.WEIGHTED_VOTE
        ? 1 / (v[row + nearest + kept + neighbor] + threshold)
        : 1;
  }

  private double average(double[] v, int row) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < asked; i++) {
      double weight = weight(v, row, i);
      if (weight < 0) {
        return Values.FAILED;
      }
      sum += weight == 1 ? value(v, row, i) : weight * value(v, row, i);
      weights += weight;
    }
    return weights == 0 ? Values.FAILED : sum / weights;
  }

  private double median(double[] v, int row) {
    int first = row + room;
    for (int i = 0; i < asked; i++) {
      v[first + i] = value(v, row, i);
    }
    java.util.Arrays.sort(v, first, first + asked);
    double lower = v[first + (asked - 1) / 2];
    double upper = v[first + asked / 2];
    return asked % 2 == 1 ? lower : lower + 0.5 * (upper - lower);
  }

  private double vote(double[] v, int row) {
    int votes = row + room;
    java.util.Arrays.fill(v, votes, votes + categories.length, Values.MISSING);
    for (int i = 0; i < asked; i++) {
      int category = votes + categoryOf[(int) v[row + nearest + i]];
      double weight = weight(v, row, i);
      v[category] = Values.isMissing(v[category]) ? weight : v[category] + weight;
    }
    int winner = -1;
    for (int i = 0; i < categories.length; i++) {
      boolean isAsked = !Values.isMissing(v[votes + i]);
      if (isAsked && (winner < 0 || Double.compare(v[votes + i], v[votes + winner]) > 0)) {
        winner = i;
      }
    }
    return categories[winner];
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(kept);
    out.whole(nearest);
    out.whole(asked);
    out.reals(values);
    out.reals(categories);
    out.choice(method);
    out.real(threshold);
    out.whole(room);
    out.whole(result);
  }

  public static AskNeighbors read(FlatReader in) {
    int kept = in.within(1, MOST_KEPT);
    int nearest = in.slots(2 * kept);
    int asked = in.within(1, kept + 1);
    double[] values = in.reals();
    double[] categories = in.reals();
    Method method = in.choice(Method.values());
    AskNeighbors read =
        new AskNeighbors(
            nearest,
            kept,
            asked,
            values,
            categories,
            method,
            in.real(),
            room(in, method.room(asked, categories.length)),
            in.slot());
    if (method == Method.VOTE || method == Method.WEIGHTED_VOTE) {
      read.requireCategories();
    }
    return read;
  }

  /** Any slot, or none, where it works in no room. */
  private static int room(FlatReader in, int size) {
    return size > 0 ? in.slots(size) : in.slotOrNone();
  }

  private void requireCategories() {
    for (int category : categoryOf) {
      if (category < 0) {
        throw FlatReader.malformed("an instance votes for no category");
      }
    }
  }
}
