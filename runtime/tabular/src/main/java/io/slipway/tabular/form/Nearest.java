package io.slipway.tabular.form;

/**
 * Finds the nearest of some instances, nearest first; of equals the first. Where the distances are
 * missing or failed, so is everything.
 */
public final class Nearest implements Op {
  /** Which is the nearer of two. */
  public enum Order {
    /** The smaller distance. */
    DISTANCE,
    /** The larger similarity. */
    SIMILARITY
  }

  private final int distances;
  private final int instances;
  private final Order order;
  private final int kept;
  private final int result;

  /**
   * @param distances the slot of the first instance's distance
   * @param kept how many are found
   * @param result the first of as many slots for the nearest ones' numbers, counted from 0, and as
   *     many behind them for their distances
   */
  public Nearest(int distances, int instances, Order order, int kept, int result) {
    this.distances = distances;
    this.instances = instances;
    this.order = order;
    this.kept = kept;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double mark = v[at + distances];
      if (Double.isNaN(mark)) {
        java.util.Arrays.fill(v, at + result, at + result + 2 * kept, mark);
      } else {
        find(v, at + distances, at + result);
      }
    }
  }

  /** By insertion: few are kept, and most are farther than all of them. */
  private void find(double[] v, int from, int to) {
    double sign = order == Order.DISTANCE ? 1 : -1;
    int last = to + kept;
    int count = 0;
    for (int instance = 0; instance < instances; instance++) {
      double distance = sign * v[from + instance];
      if (count == kept && !(distance < v[last + kept - 1])) {
        continue;
      }
      int place = Math.min(count, kept - 1);
      while (place > 0 && distance < v[last + place - 1]) {
        v[last + place] = v[last + place - 1];
        v[to + place] = v[to + place - 1];
        place--;
      }
      v[last + place] = distance;
      v[to + place] = instance;
      count = Math.min(count + 1, kept);
    }
    for (int i = 0; i < kept; i++) {
      v[last + i] *= sign;
    }
  }
}
