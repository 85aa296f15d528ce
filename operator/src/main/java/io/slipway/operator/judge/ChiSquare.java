package io.slipway.operator.judge;

/** The chi-square distribution, as far as it is needed here. */
final class ChiSquare {

  /** Largest number of degrees of freedom in the table. */
  static final int MOST_DEGREES = 50;

  // Abramowitz and Stegun table 26.8 has the same values with fewer digits.
  private static final double[] QUANTILES_95 = {
    0, 3.8415, 5.9915, 7.8147, 9.4877, 11.0705, 12.5916, 14.0671, 15.5073, 16.9190, 18.3070,
    19.6751, 21.0261, 22.3620, 23.6848, 24.9958, 26.2962, 27.5871, 28.8693, 30.1435, 31.4104,
    32.6706, 33.9244, 35.1725, 36.4150, 37.6525, 38.8851, 40.1133, 41.3371, 42.5570, 43.7730,
    44.9853, 46.1943, 47.3999, 48.6024, 49.8018, 50.9985, 52.1923, 53.3835, 54.5722, 55.7585,
    56.9424, 58.1240, 59.3035, 60.4809, 61.6562, 62.8296, 64.0011, 65.1708, 66.3386, 67.5048
  };

  private ChiSquare() {}

  /**
   * What a chi-square variable stays below in 95 of 100 cases; rounded to 4 decimal places.
   *
   * @param degrees of freedom, 0 to {@value #MOST_DEGREES}; with 0 the variable is always 0
   */
  static double quantile95(int degrees) {
    return QUANTILES_95[degrees];
  }
}
