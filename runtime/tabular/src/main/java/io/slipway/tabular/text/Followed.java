package io.slipway.tabular.text;

import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;
import java.util.Optional;

/**
 * The text that a value has kept, or a text of the document in its place.
 *
 * @param given the text before
 * @param result the slot of the code that there is now
 */
public record Followed(TextSlots given, int result, Dictionary dictionary) implements Making {
  @Override
  public Optional<String> text(Frame frame, int row) {
    double code = frame.number(row, result);
    if (Double.isNaN(code)) {
      return Optional.empty();
    }
    return code == Values.UNKNOWN_CATEGORY
        ? given.text(frame, row)
        : Optional.of(dictionary.text(code));
  }

  @Override
  public double without(Frame frame, int row) {
    return frame.number(row, result);
  }
}
