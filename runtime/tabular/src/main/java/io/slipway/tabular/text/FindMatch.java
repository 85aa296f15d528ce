package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Op;
import io.slipway.tabular.form.Values;

/** Whether a text holds a match. */
public final class FindMatch implements Op {
  private final Expression expression;
  private final TextSlots given;
  private final int result;

  public FindMatch(Expression expression, TextSlots given, int result) {
    this.expression = expression;
    this.given = given;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    for (int row = 0; row < rows; row++) {
      double found =
          given
              .text(frame, row)
              .flatMap(expression::isIn)
              .map(Values::of)
              .orElse(Values.FAILED); // as a strict function
      frame.number(row, result, found);
    }
  }
}
