package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;
import java.util.Optional;

/** A number or a truth value as a text. */
public record NumberText(Kind kind, int slot) implements Making {
  /** What a number is. */
  public enum Kind {
    INTEGER,
    FLOAT,
    DOUBLE,
    BOOLEAN
  }

  @Override
  public Optional<String> text(Frame frame, int row) {
    double value = frame.number(row, slot);
    if (Values.isMissing(value) || Values.isFailed(value)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (kind) {
          case INTEGER -> Long.toString((long) value);
          case FLOAT -> Float.toString((float) value);
          case DOUBLE -> Double.toString(value);
          case BOOLEAN -> Boolean.toString(value != 0);
        });
  }

  @Override
  public double without(Frame frame, int row) {
    return frame.number(row, slot);
  }
}
