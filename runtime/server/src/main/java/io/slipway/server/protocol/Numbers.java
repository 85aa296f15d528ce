package io.slipway.server.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Numbers as text, by the grammar of JSON: no sign before a positive one, no blanks, no commas. */
final class Numbers {
  /** No integer type holds more digits than UINT64, which has 20. */
  private static final int MAX_INTEGER_DIGITS = 20;

  private Numbers() {}

  /** True if all of {@code text} is one JSON number. */
  static boolean isNumber(CharSequence text) {
    int i = 0;
    int end = text.length();
    if (i < end && text.charAt(i) == '-') {
      i++;
    }
    int integer = i;
    i = skipDigits(text, i);
    if (i == integer || (text.charAt(integer) == '0' && i > integer + 1)) {
      return false;
    }
    if (i < end && text.charAt(i) == '.') {
      int fraction = ++i;
      i = skipDigits(text, i);
      if (i == fraction) {
        return false;
      }
    }
    if (i < end && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < end && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
        i++;
      }
      int exponent = i;
      i = skipDigits(text, i);
      if (i == exponent) {
        return false;
      }
    }
    return i == end;
  }

  private static int skipDigits(CharSequence text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  /**
   * The whole number that a JSON number stands for, {@code 25e1} and {@code 3.0} among them.
   *
   * @return empty if it has a fraction or more digits than any integer type
   */
  static Optional<BigInteger> wholeNumber(String number) {
    BigDecimal value;
    try {
      value = new BigDecimal(number);
    } catch (NumberFormatException | ArithmeticException e) {
      return Optional.empty(); // an exponent beyond an int
    }
    if (value.signum() == 0) {
      return Optional.of(BigInteger.ZERO);
    }
    // Before anything multiplies it out: 1e999999999 would fill the memory.
    if ((long) value.precision() - value.scale() > MAX_INTEGER_DIGITS
        || (long) value.precision() - value.scale() < 1) {
      return Optional.empty();
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() > 0 ? Optional.empty() : Optional.of(stripped.toBigIntegerExact());
  }

  /**
   * The number that {@code "NaN"}, {@code "Infinity"} or {@code "-Infinity"} stands for, or empty.
   */
  static Optional<Double> beyondNumbers(String text) {
    return switch (text) {
      case "NaN" -> Optional.of(Double.NaN);
      case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  /** The nearest binary16, ties to even, as its bits. */
  static short toFloat16(double value) {
    float rounded = (float) value;
    // Rounding to float and then to binary16 could round twice in one direction. Keeping the last
    // bit of an inexact float odd tells the second rounding which side of a tie it is on.
    if (rounded != value && !Double.isNaN(value) && (Float.floatToRawIntBits(rounded) & 1) == 0) {
      rounded = rounded < value ? Math.nextUp(rounded) : Math.nextDown(rounded);
    }
    return Float.floatToFloat16(rounded);
  }
}
