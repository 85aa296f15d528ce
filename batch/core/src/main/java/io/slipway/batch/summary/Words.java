package io.slipway.batch.summary;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Values as people read them. */
final class Words {
  private static final double EXACT = 1e15;
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private Words() {}

  /** A number with four digits, or all of them where it is whole and not too large. */
  static String number(double number) {
    if (number == Math.rint(number) && Math.abs(number) < EXACT) {
      return Long.toString((long) number);
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    boolean readable = Math.abs(number) >= 1e-4 && Math.abs(number) < 1e6;
    return readable ? rounded.toPlainString() : rounded.toString();
  }

  static String label(String label) {
    return label.isEmpty() ? "(empty text)" : label;
  }
}
