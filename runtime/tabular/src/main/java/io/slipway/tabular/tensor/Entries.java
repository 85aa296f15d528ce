package io.slipway.tabular.tensor;

import java.util.function.DoubleUnaryOperator;

/** The entries of a list by their places; beyond its ends the entry that is nearest. */
public final class Entries implements DoubleUnaryOperator {
  private final double[] all;

  /**
   * @param all one or more
   */
  public Entries(double[] all) {
    this.all = all;
  }

  @Override
  public double applyAsDouble(double place) {
    return all[(int) Math.max(0, Math.min(all.length - 1, place))];
  }

  double[] toArray() {
    return all;
  }
}
