package io.slipway.tabular.text;

import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Frame;
import java.util.Optional;

/**
 * The text of a category.
 *
 * @param dictionary which has it
 * @param slot of its code, which is not unknown
 */
public record Wording(Dictionary dictionary, int slot) implements Making {
  @Override
  public Optional<String> text(Frame frame, int row) {
    double code = frame.number(row, slot);
    return Double.isNaN(code) ? Optional.empty() : Optional.of(dictionary.text(code));
  }

  @Override
  public double without(Frame frame, int row) {
    return frame.number(row, slot);
  }
}
