package io.slipway.batch.spark;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as text, by the grammar of JSON, which is what the pod reads. */
final class JsonNumber {
  /** No integer type holds more digits than UINT64, which has 20. */
  private static final int MAX_INTEGER_DIGITS = 20;

  private static final Pattern FORM =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private JsonNumber() {}

  static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * @return empty if it has a fraction or more digits than any integer type
   */
  static Optional<BigInteger> whole(BigDecimal value) {
    if (value.signum() == 0) {
      return Optional.of(BigInteger.ZERO);
    }
    // Before anything multiplies it out: 1e999999999 would fill the memory.
    long digits = (long) value.precision() - value.scale();
    if (digits > MAX_INTEGER_DIGITS || digits < 1) {
      return Optional.empty();
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() > 0 ? Optional.empty() : Optional.of(stripped.toBigIntegerExact());
  }

  static Optional<BigInteger> whole(String number) {
    try {
      return whole(new BigDecimal(number));
    } catch (NumberFormatException | ArithmeticException e) {
      return Optional.empty(); // an exponent beyond an int
    }
  }
}
