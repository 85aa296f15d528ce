package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Op;
import io.slipway.tabular.form.Values;
import java.util.Optional;
import java.util.function.Function;

/** A text read as a number. */
public final class ReadText implements Op {
  private final TextSlots given;
  private final Function<String, Optional<Double>> reading;
  private final int result;

  /**
   * @param reading empty for a text that is no such number; safe for use by many threads
   */
  public ReadText(TextSlots given, Function<String, Optional<Double>> reading, int result) {
    this.given = given;
    this.reading = reading;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    for (int row = 0; row < rows; row++) {
      double code = frame.number(row, given.slot());
      double number =
          Double.isNaN(code) ? code : given.text(frame, row).flatMap(reading).orElse(Values.FAILED);
      frame.number(row, result, number);
    }
  }
}
