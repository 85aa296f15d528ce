package io.slipway.tabular.form;

/** What the nearest instances answer together. */
public final class AskNeighbors implements Op {
  /** How their answers become one. */
  public enum Method {
    AVERAGE,
    WEIGHTED_AVERAGE,
    MEDIAN,
    /** Of equally many votes, those for the category that is first. */
    VOTE,
    WEIGHTED_VOTE
  }

  private final int nearest;
  private final int kept;
  private final int asked;
  private final double[] values;
  private final double[] categories;
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
   * @param room the first of as many slots as are asked, to work in
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
    this.method = method;
    this.threshold = threshold;
    this.room = room;
    this.result = result;
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
      if (!(weight >= 0)) {
        return Values.FAILED;
      }
      sum += weight == 1 ? value(v, row, i) : weight * value(v, row, i);
      weights += weight;
    }
    double average = sum / weights;
    return weights == 0 || Double.isNaN(average) ? Values.FAILED : average;
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

  /** Neighbors are few: each category's votes are counted anew. */
  private double vote(double[] v, int row) {
    double winner = Values.FAILED;
    double most = Double.NEGATIVE_INFINITY;
    for (double category : categories) {
      double votes = 0;
      boolean hasVotes = false;
      for (int i = 0; i < asked; i++) {
        if (value(v, row, i) == category) {
          votes += weight(v, row, i);
          hasVotes = true;
        }
      }
      if (hasVotes && votes > most) {
        most = votes;
        winner = category;
      }
    }
    return winner;
  }
}
