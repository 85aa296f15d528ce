package io.slipway.server.measure;

/**
 * Numbers in bins of sign, exponent and five bits of the mantissa: about 3 % wide whatever the
 * scale, and in the order of the numbers. The same everywhere, so that what pods counted adds up.
 */
final class FineBins {
  /** Mantissa bits that a bin does not tell apart. */
  private static final int DROPPED = Double.PRECISION - 1 - 5;

  /** The least and the greatest bin of a finite number. */
  static final int LEAST = of(-Double.MAX_VALUE);

  static final int GREATEST = of(Double.MAX_VALUE);

  private FineBins() {}

  /**
   * @param value a finite number
   */
  static int of(double value) {
    if (value == 0) {
      return 0; // -0 too
    }
    long bits = Double.doubleToRawLongBits(value);
    int magnitude = (int) ((bits & Long.MAX_VALUE) >>> DROPPED);
    return bits < 0 ? -1 - magnitude : magnitude;
  }

  /** The bin that stands for a number's when the {@code fold} lowest bits are not told apart. */
  static int folded(int bin, int fold) {
    return bin >> fold << fold;
  }
}
