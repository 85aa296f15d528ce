package io.slipway.batch.spark;

/** IEEE 754 binary16 as its bits, which {@code Float} has learnt of after Java 17 only. */
final class Half {
  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7c00;
  private static final int NAN = 0x7e00;

  /** The least number that rounds to infinity: half a step above the greatest that is finite. */
  private static final double BEYOND = 65520;

  private static final double LEAST_NORMAL = 0x1p-14;

  private Half() {}

  /** The nearest one, ties to even. */
  static short of(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? SIGN : 0;
    double size = Math.abs(value);
    int bits;
    if (Double.isNaN(size)) {
      bits = NAN;
    } else if (size >= BEYOND) {
      bits = INFINITY;
    } else if (size < LEAST_NORMAL) {
      bits = (int) Math.rint(size * 0x1p24);
    } else {
      int exponent = Math.getExponent(size);
      // A mantissa that is rounded up to 2048 carries into the exponent by itself.
      bits = ((exponent + 15) << 10) + (int) Math.rint(Math.scalb(size, 10 - exponent)) - 1024;
    }
    return (short) (sign | bits);
  }

  static float toFloat(short half) {
    int exponent = (half & INFINITY) >> 10;
    int mantissa = half & 0x3ff;
    float size;
    if (exponent == 0) {
      size = mantissa * 0x1p-24f;
    } else if (exponent == 31) {
      size = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      size = Math.scalb((float) (1024 + mantissa), exponent - 25);
    }
    return half < 0 ? -size : size;
  }
}
