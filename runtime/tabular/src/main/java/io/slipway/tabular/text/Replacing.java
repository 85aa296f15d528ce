package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.text.Expression.Looks;
import java.util.Optional;

/**
 * A text with something else in the place of each match.
 *
 * @param replacement as {@link java.util.regex.Matcher#replaceAll(String)} reads it, of groups that
 *     there are
 */
public record Replacing(Expression expression, String replacement, TextSlots given)
    implements Making {
  @Override
  public Optional<String> text(Frame frame, int row) {
    return given
        .text(frame, row)
        .flatMap(text -> expression.replaced(text, replacement, new Looks()));
  }
}
