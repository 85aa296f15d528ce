package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * Finds the nearest of some instances, nearest first; of equals the first. Where the distances are
 * missing or failed, so is everything; one that is no number is the largest of all.
 */
public final class Nearest implements Kept {
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
      if (Values.isMissing(mark) || Values.isFailed(mark)) {
        java.util.Arrays.fill(v, at + result, at + result + 2 * kept, mark);
      } else {
        find(v, at + distances, at + result);
      }
    }
  }

  /** By a heap of those kept, the farthest on top, which is then taken apart from there. */
  private void find(double[] v, int from, int to) {
    for (int instance = 0; instance < instances; instance++) {
      double distance = v[from + instance];
      if (instance < kept) {
        rise(v, to, instance, instance, distance);
      } else if (isFarther(v[to + kept], v[to], distance, instance)) {
        sink(v, to, kept, instance, distance);
      }
    }
    for (int size = kept - 1; size > 0; size--) {
      double instance = v[to + size];
      double distance = v[to + kept + size];
      v[to + size] = v[to];
      v[to + kept + size] = v[to + kept];
      sink(v, to, size, instance, distance);
    }
  }

  /** Puts one at the bottom of a heap, and above all that are nearer. */
  private void rise(double[] v, int to, int bottom, double instance, double distance) {
    int place = bottom;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (!isFarther(distance, instance, v[to + kept + parent], v[to + parent])) {
        break;
      }
      v[to + place] = v[to + parent];
      v[to + kept + place] = v[to + kept + parent];
      place = parent;
    }
    v[to + place] = instance;
    v[to + kept + place] = distance;
  }

  /** Puts one in place of the top of a heap, and below all that are farther. */
  private void sink(double[] v, int to, int size, double instance, double distance) {
    int place = 0;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size
          && isFarther(
              v[to + kept + child + 1], v[to + child + 1], v[to + kept + child], v[to + child])) {
        child++;
      }
      if (!isFarther(v[to + kept + child], v[to + child], distance, instance)) {
        break;
      }
      v[to + place] = v[to + child];
      v[to + kept + place] = v[to + kept + child];
      place = child;
    }
    v[to + place] = instance;
    v[to + kept + place] = distance;
  }

  private boolean isFarther(
      double distance, double instance, double otherDistance, double otherInstance) {
    int compared = Double.compare(distance, otherDistance);
    return compared == 0 ? instance > otherInstance : compared > 0 == (order == Order.DISTANCE);
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(instances);
    out.whole(distances);
    out.choice(order);
    out.whole(kept);
    out.whole(result);
  }

  public static Nearest read(FlatReader in) {
    int instances = in.whole();
    int distances = in.slots(instances);
    Order order = in.choice(Order.values());
    int kept = in.within(1, instances + 1);
    return new Nearest(distances, instances, order, kept, in.slots(2 * kept));
  }
}
