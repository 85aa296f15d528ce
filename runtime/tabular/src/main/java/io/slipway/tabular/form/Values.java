package io.slipway.tabular.form;

/**
 * What a slot can hold beside a number: nothing, or the mark of a computation that failed, which
 * whoever reads it passes on. Both are NaNs with a payload of their own, so that a comparison with
 * one is false and the common path need not look; whoever finds a NaN asks here which it is.
 */
public final class Values {
  private static final long MISSING_BITS = 0x7ff8_0000_4d49_5353L;
  private static final long FAILED_BITS = 0x7ff8_0000_4641_494cL;

  /** No value. */
  public static final double MISSING = Double.longBitsToDouble(MISSING_BITS);

  /** The value could not be computed: the row cannot be scored if anything depends on it. */
  public static final double FAILED = Double.longBitsToDouble(FAILED_BITS);

  /** A category that the model does not mention: equal to none. */
  public static final double UNKNOWN_CATEGORY = -1;

  public static final double TRUE = 1;
  public static final double FALSE = 0;

  private Values() {}

  public static boolean isMissing(double value) {
    return Double.isNaN(value) && Double.doubleToRawLongBits(value) == MISSING_BITS;
  }

  public static boolean isFailed(double value) {
    return Double.isNaN(value) && Double.doubleToRawLongBits(value) == FAILED_BITS;
  }

  public static double of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  /** What becomes of a computation whose result is no number: see who brought that in. */
  static double odd(double left, double right) {
    if (isFailed(left) || isFailed(right)) {
      return FAILED;
    }
    return isMissing(left) || isMissing(right) ? MISSING : FAILED;
  }
}
