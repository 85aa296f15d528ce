package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import java.util.Optional;

/**
 * One of two texts.
 *
 * @param condition the slot of what says which
 * @param result the slot of the choice's code, which says whether there is any
 */
public record Chosen(int condition, TextSlots yes, TextSlots no, int result) implements Making {
  @Override
  public Optional<String> text(Frame frame, int row) {
    return Double.isNaN(frame.number(row, result))
        ? Optional.empty()
        : (frame.number(row, condition) != 0 ? yes : no).text(frame, row);
  }

  @Override
  public double without(Frame frame, int row) {
    return frame.number(row, result);
  }
}
