package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Values;
import java.util.function.DoubleUnaryOperator;

/** The labels of classes by their numbers; none of a number below zero. */
public final class Labels implements DoubleUnaryOperator {
  private final double[] all;

  public Labels(double[] all) {
    this.all = all;
  }

  @Override
  public double applyAsDouble(double number) {
    return number < 0 ? Values.MISSING : all[(int) number];
  }

  double[] toArray() {
    return all;
  }
}
