package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import java.util.Optional;

/**
 * Where a text is.
 *
 * @param slot says whether there is one
 * @param text where it then is
 */
public record TextSlots(int slot, int text) {
  /** Empty where it is missing or failed. */
  Optional<String> text(Frame frame, int row) {
    return Double.isNaN(frame.number(row, slot))
        ? Optional.empty()
        : Optional.of(frame.text(row, text));
  }
}
