package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Op;

/** An op that computes one row after the other. */
public interface RowOp extends Op {

  /**
   * @param v the frame's slots
   * @param row where the row starts in them
   */
  void run(double[] v, int row);

  @Override
  default void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      run(v, at);
    }
  }
}
