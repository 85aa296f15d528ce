package io.slipway.server.protocol;

import java.nio.charset.StandardCharsets;

/**
 * One JSON number of a body: where it stands, and its digits as a whole number and a power of ten
 * where those are few enough to be exact. Used again for the next.
 */
final class PlainNumber {
  /** Below ten to the nineteenth: fits a long. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_CHARACTERS = 100;
  private static final long EXACT_DOUBLE = 1L << 53;
  private static final long EXACT_FLOAT = 1L << 24;
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final float[] FLOAT_TENS = {
    1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  private final byte[] body;
  private int from;
  private int to;
  private boolean negative;
  private long digits;
  private int digitCount;
  private int tens;
  private boolean whole;

  PlainNumber(byte[] body) {
    this.body = body;
  }

  /**
   * Reads the number that begins at {@code at}.
   *
   * @param end of the JSON
   * @return where it ends; -1 if none begins there, or one that is too long to be plain
   */
  int read(int at, int end) {
    int i = at;
    negative = i < end && body[i] == '-';
    if (negative) {
      i++;
    }
    int first = i;
    // Wraps around where there are more digits than it holds; their number says so.
    long value = 0;
    for (; i < end && isDigit(body[i]); i++) {
      value = value * 10 + (body[i] - '0');
    }
    int count = i - first;
    if (count == 0 || (count > 1 && body[first] == '0')) {
      return -1;
    }
    int fraction = 0;
    whole = true;
    if (i < end && body[i] == '.') {
      whole = false;
      int point = ++i;
      for (; i < end && isDigit(body[i]); i++) {
        value = value * 10 + (body[i] - '0');
      }
      fraction = i - point;
      if (fraction == 0) {
        return -1;
      }
    }
    digits = value;
    digitCount = count + fraction;
    tens = -fraction;
    if (i < end && (body[i] == 'e' || body[i] == 'E')) {
      whole = false;
      i = readExponent(i + 1, end);
    }
    from = at;
    to = i;
    return i < 0 || i - at > MOST_CHARACTERS ? -1 : i;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  private int readExponent(int at, int end) {
    int i = at;
    boolean below = i < end && body[i] == '-';
    if (below || (i < end && body[i] == '+')) {
      i++;
    }
    int first = i;
    int exponent = 0;
    while (i < end && isDigit(body[i])) {
      exponent = Math.min(9999, exponent * 10 + (body[i] - '0'));
      i++;
    }
    tens += below ? -exponent : exponent;
    return i == first ? -1 : i;
  }

  /** Whether it is written without a fraction and an exponent, and fits a long. */
  boolean isWhole() {
    return whole && digitCount <= MOST_DIGITS;
  }

  /** A zero without a sign to lose: a whole minus zero is read as zero elsewhere. */
  boolean isMinusZero() {
    return negative && isWhole() && digits == 0;
  }

  /** Of one that {@link #isWhole}. */
  long longValue() {
    return negative ? -digits : digits;
  }

  /** The nearest; infinite beyond all. */
  double doubleValue() {
    if (digitCount <= MOST_DIGITS && digits <= EXACT_DOUBLE) {
      // Both exact, so that the one rounding is that of the operation.
      if (tens >= 0 && tens < TENS.length) {
        return signed(digits * TENS[tens]);
      }
      if (tens < 0 && -tens < TENS.length) {
        return signed(digits / TENS[-tens]);
      }
    }
    return Double.parseDouble(text());
  }

  /** The nearest, rounded once; infinite beyond all. */
  float floatValue() {
    if (digitCount <= MOST_DIGITS && digits <= EXACT_FLOAT) {
      if (tens >= 0 && tens < FLOAT_TENS.length) {
        return signed(digits * FLOAT_TENS[tens]);
      }
      if (tens < 0 && -tens < FLOAT_TENS.length) {
        return signed(digits / FLOAT_TENS[-tens]);
      }
    }
    return Float.parseFloat(text());
  }

  private double signed(double value) {
    return negative ? -value : value;
  }

  private float signed(float value) {
    return negative ? -value : value;
  }

  private String text() {
    return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
