package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;

/** What an element of a tensor keeps of a number. */
final class Rounding {
  private Rounding() {}

  static double round(Precision precision, double value) {
    if (Double.isNaN(value)) {
      return Values.MISSING;
    }
    return precision == Precision.SINGLE ? (float) value : value;
  }

  /** To single precision. Sums, products, quotients and roots of floats come out as floats' own. */
  static double single(double value) {
    return round(Precision.SINGLE, value);
  }
}
