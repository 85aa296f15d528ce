package io.slipway.batch.summary;

/** IEEE 754 binary16, for which Java 17 has no method yet. */
final class HalfPrecision {
  private static final float SMALLEST = 0x1p-24f;

  private HalfPrecision() {}

  /** The number that these bits are, exactly. */
  static float toFloat(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> mantissa * SMALLEST;
          case 0x1f -> mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + mantissa / 1024f, exponent - 15);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
