package io.slipway.tabular.form;

/**
 * Numbers in ascending order in slots behind one another, which a row fills anew. There is nothing
 * to allocate, as a sort of the JDK's would.
 */
final class Ascending {
  private Ascending() {}

  /** Where a number belongs among {@code count} others: behind its equals. */
  static int place(double[] v, int first, int count, double x) {
    int low = first;
    int high = first + count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Double.compare(v[middle], x) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Puts a number in its place; what is behind moves on. */
  static void insert(double[] v, int first, int count, int place, double x) {
    System.arraycopy(v, place, v, place + 1, first + count - place);
    v[place] = x;
  }

  /** The middle one, or between the two in the middle, as the reference interpolates. */
  static double median(double[] v, int first, int count) {
    if (count < 2) {
      return v[first];
    }
    double position = 0.5 * (count + 1);
    int below = (int) position;
    double lower = v[first + below - 1];
    double upper = v[first + below];
    return lower + (position - below) * (upper - lower);
  }
}
