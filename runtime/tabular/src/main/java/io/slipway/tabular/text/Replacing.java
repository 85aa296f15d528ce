package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import java.util.Optional;

/** A text with something else in the place of each match. */
public record Replacing(Expression expression, Replacement replacement, TextSlots given)
    implements Making {
  @Override
  public Optional<String> text(Frame frame, int row) {
    return given.text(frame, row).flatMap(text -> expression.replaced(text, replacement));
  }
}
