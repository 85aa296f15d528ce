package io.slipway.tabular.form;

/** Tells what the nearest instances are called, at some ranks. */
public final class NameNearest implements Op {
  private final int nearest;
  private final int[] ranks;
  private final double[] ids;
  private final int result;

  /**
   * @param nearest where {@link Nearest} left the instances' numbers
   * @param ranks counted from 1
   * @param ids of all instances
   * @param result the first of as many slots as there are ranks
   */
  public NameNearest(int nearest, int[] ranks, double[] ids, int result) {
    this.nearest = nearest;
    this.ranks = ranks.clone();
    this.ids = ids.clone();
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      for (int i = 0; i < ranks.length; i++) {
        double instance = v[at + nearest + ranks[i] - 1];
        v[at + result + i] = Double.isNaN(instance) ? instance : ids[(int) instance];
      }
    }
  }
}
