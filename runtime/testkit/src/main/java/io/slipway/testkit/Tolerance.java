package io.slipway.testkit;

/**
 * How far a number may be from the expected one: by {@code absolute + relative * |expected|}.
 *
 * @param relative 0 or more
 * @param absolute 0 or more
 */
public record Tolerance(double relative, double absolute) {
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** NaN equals NaN, and an infinity only itself. */
  public boolean accepts(double expected, double actual) {
    if (Double.compare(expected, actual) == 0) {
      return true;
    }
    double difference = Math.abs(expected - actual);
    return Double.isFinite(expected)
        && Double.isFinite(actual)
        && difference <= absolute + relative * Math.abs(expected);
  }
}
