package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import java.util.Locale;
import java.util.Optional;

/** A text in small or capital letters, or without the blanks around it. */
public record ChangeCase(Change change, TextSlots given) implements Making {
  /** What is done. */
  public enum Change {
    LOWER,
    UPPER,
    TRIM
  }

  @Override
  public Optional<String> text(Frame frame, int row) {
    return given
        .text(frame, row)
        .map(
            text ->
                switch (change) {
                  case LOWER -> text.toLowerCase(Locale.ROOT);
                  case UPPER -> text.toUpperCase(Locale.ROOT);
                  case TRIM -> text.trim();
                });
  }
}
