package io.slipway.tabular.tensor;

/** Whole numbers of others, as the processor's own instruction makes them. */
public final class Whole {
  private static final double BOUND = 0x1p63;

  /** What stands for whatever is no number or too large: a number there, a sign here. */
  private static final boolean SATURATES = !System.getProperty("os.arch", "").equals("amd64");

  private Whole() {}

  /** Towards zero. */
  public static double of(double value) {
    return SATURATES || Math.abs(value) < BOUND ? (double) (long) value : -BOUND;
  }
}
