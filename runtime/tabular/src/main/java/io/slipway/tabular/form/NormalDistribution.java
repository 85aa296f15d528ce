package io.slipway.tabular.form;

/**
 * The standard normal distribution, by the series and the continued fraction of the incomplete
 * gamma function that the reference sums, term by term: so the last bits are the reference's but
 * for those of e to a power and of logarithms.
 */
final class NormalDistribution {
  /** Beyond these many deviations nothing is left. */
  private static final double FAR = 40;

  private static final double SQUARE_ROOT_OF_2 = Math.sqrt(2);
  private static final double HALF = 0.5;

  /** The logarithm of the gamma function of a half. */
  private static final double LOG_GAMMA = 0x1.250d048e7a1bdp-1;

  private static final double EPSILON = 1e-15;
  private static final int MOST_TERMS = 10_000;

  private NormalDistribution() {}

  /** The probability of a number that is not above this one. */
  static double cumulative(double x) {
    if (Math.abs(x) > FAR) {
      return x < 0 ? 0 : 1;
    }
    return HALF * complementaryError(-x / SQUARE_ROOT_OF_2);
  }

  private static double complementaryError(double x) {
    double above = above(x * x);
    return x < 0 ? 2 - above : above;
  }

  /** The share of the gamma function of a half that is above. */
  private static double above(double x) {
    if (x == 0) {
      return 1;
    }
    double factor = Math.exp(-x + HALF * Math.log(x) - LOG_GAMMA);
    return x < HALF + 1 ? 1 - factor * series(x) : factor * (1 / fraction(x));
  }

  private static double series(double x) {
    double term = 1 / HALF;
    double sum = term;
    for (int n = 1; Math.abs(term / sum) > EPSILON && n <= MOST_TERMS; n++) {
      term *= x / (HALF + n);
      sum += term;
    }
    return sum;
  }

  private static double fraction(double x) {
    double c = 1 - HALF + x;
    double d = 0;
    double h = c;
    for (int n = 1; n < MOST_TERMS; n++) {
      double a = 2.0 * n + 1 - HALF + x;
      double b = n * (HALF - n);
      d = 1 / (a + b * d);
      c = a + b / c;
      double change = c * d;
      h *= change;
      if (Math.abs(change - 1) < EPSILON) {
        break;
      }
    }
    return h;
  }
}
