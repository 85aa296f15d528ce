package io.slipway.tabular.tensor;

/** Puts slots behind one another. */
public final class Copy implements RowOp {
  private final int[] from;
  private final int to;

  /**
   * @param from in the order in which they are wanted
   */
  public Copy(int[] from, int to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < from.length; i++) {
      v[row + to + i] = v[row + from[i]];
    }
  }
}
