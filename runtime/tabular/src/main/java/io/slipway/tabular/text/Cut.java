package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import java.util.Optional;

/**
 * A part of a text: what there is of it. Fails where it would begin before the first character or
 * have less than none.
 *
 * @param start the slot of the first character's number, from 1 on
 * @param length the slot of how many
 */
public record Cut(TextSlots given, int start, int length) implements Making {
  @Override
  public Optional<String> text(Frame frame, int row) {
    double first = frame.number(row, start);
    double count = frame.number(row, length);
    return first >= 1 && count >= 0
        ? given.text(frame, row).map(text -> cut(text, (int) first, (int) count))
        : Optional.empty();
  }

  private static String cut(String text, int first, int count) {
    int from = Math.min(first - 1, text.length());
    return text.substring(from, from + Math.min(count, text.length() - from));
  }
}
