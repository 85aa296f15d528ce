package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Op;
import io.slipway.tabular.form.Values;

/** How many characters a text has, those of two halves counted as two. */
public final class MeasureText implements Op {
  private final TextSlots given;
  private final int result;

  public MeasureText(TextSlots given, int result) {
    this.given = given;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    for (int row = 0; row < rows; row++) {
      double length =
          given.text(frame, row).map(text -> (double) text.length()).orElse(Values.FAILED);
      frame.number(row, result, length);
    }
  }
}
