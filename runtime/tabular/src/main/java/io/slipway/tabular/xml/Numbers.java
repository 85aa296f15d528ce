package io.slipway.tabular.xml;

import java.util.Optional;

/**
 * Numbers as documents write them. A zero is positive, whatever its sign: the reference evaluator
 * knows no negative zero.
 */
public final class Numbers {
  private Numbers() {}

  public static Optional<Double> parse(String text) {
    String number = text.strip();
    switch (number) {
      case "INF":
        return Optional.of(Double.POSITIVE_INFINITY);
      case "-INF":
        return Optional.of(Double.NEGATIVE_INFINITY);
      default:
        try {
          return Optional.of(Double.parseDouble(number) + 0.0);
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
    }
  }

  /** As single precision, which is not always the double rounded. */
  public static Optional<Float> parseFloat(String text) {
    Optional<Double> wide = parse(text);
    if (wide.isEmpty() || Double.isInfinite(wide.get())) {
      return wide.map(Double::floatValue);
    }
    return Optional.of(Float.parseFloat(text.strip()) + 0f);
  }
}
