package io.slipway.tabular.tensor;

/**
 * The place of the greatest of some elements, the first of equals.
 *
 * @param to the slot of the place
 */
public record Greatest(int from, int count, int to) implements RowOp {
  @Override
  public void run(double[] v, int row) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (v[row + from + i] > v[row + from + best]) {
        best = i;
      }
    }
    v[row + to] = best;
  }
}
