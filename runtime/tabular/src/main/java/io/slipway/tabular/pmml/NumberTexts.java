package io.slipway.tabular.pmml;

import java.util.Optional;

/**
 * Texts of rows read as numbers, as the reference evaluator reads them: truth values are some. Not
 * a NaN, which is no number to any step here, and one to some of the reference's.
 */
final class NumberTexts {
  private NumberTexts() {}

  /** Empty for a text that is no number of this type. */
  static Optional<Double> read(FieldType type, String text) {
    Optional<Double> number =
        switch (type) {
          case INTEGER -> whole(text);
          case FLOAT -> real(text).map(wide -> rounded(text, wide));
          default -> real(text);
        };
    return number.isPresent() ? number : flag(text);
  }

  private static Optional<Double> whole(String text) {
    double number;
    try {
      number = (double) Long.parseLong(text);
    } catch (NumberFormatException e) {
      try {
        number = Double.parseDouble(text);
      } catch (NumberFormatException again) {
        return Optional.empty();
      }
    }
    return number == (int) number ? Optional.of(number + 0.0) : Optional.empty();
  }

  private static Optional<Double> real(String text) {
    if (text.equalsIgnoreCase("INF")) {
      return Optional.of(Double.POSITIVE_INFINITY);
    }
    if (text.equalsIgnoreCase("-INF")) {
      return Optional.of(Double.NEGATIVE_INFINITY);
    }
    try {
      return Optional.of(Double.parseDouble(text) + 0.0).filter(number -> !Double.isNaN(number));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** In single precision, which is not always the double rounded. */
  private static double rounded(String text, double wide) {
    return Double.isFinite(wide) ? Float.parseFloat(text) + 0f : (float) wide;
  }

  private static Optional<Double> flag(String text) {
    if (text.equalsIgnoreCase("true")) {
      return Optional.of(1.0);
    }
    return text.equalsIgnoreCase("false") ? Optional.of(0.0) : Optional.empty();
  }
}
