package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;
import java.util.List;
import java.util.Optional;

/** Texts one behind the other, without those that are missing. */
public record Joining(List<TextSlots> parts) implements Making {
  public Joining {
    parts = List.copyOf(parts);
  }

  @Override
  public Optional<String> text(Frame frame, int row) {
    StringBuilder joined = new StringBuilder();
    for (TextSlots part : parts) {
      double code = frame.number(row, part.slot());
      if (!Double.isNaN(code)) {
        joined.append(frame.text(row, part.text()));
      } else if (!Values.isMissing(code)) {
        return Optional.empty();
      }
      if (joined.length() > MOST_CHARACTERS) {
        return Optional.empty();
      }
    }
    return Optional.of(joined.toString());
  }
}
