package io.slipway.tabular.tensor;

/**
 * Functions that ONNX Runtime approximates where it computes many at once. The logistic function is
 * a quotient of polynomials, with the coefficients of Eigen; beyond 18 it is that of 18.
 */
public final class Approximations {
  private static final float LIMIT = 18;
  private static final float[] ABOVE = {
    4.37031e-11f, 1.1562732e-7f, 6.085749e-5f, 8.513771e-3f, 2.4828795e-1f
  };
  private static final float[] BELOW = {
    6.1024737e-13f, 5.7610214e-9f, 6.291068e-6f, 1.7019882e-3f, 1.1681765e-1f, 9.931519e-1f
  };

  private Approximations() {}

  public static double logistic(double score) {
    if (Double.isNaN(score)) {
      return io.slipway.tabular.form.Values.MISSING;
    }
    float x = (float) Math.max(-LIMIT, Math.min(LIMIT, score));
    float square = x * x;
    float p = polynomial(ABOVE, square) * x;
    float y = p / polynomial(BELOW, square) + 0.5f;
    return Math.max(0, Math.min(1, y));
  }

  /** In double precision, which is computed as it stands. */
  public static double logisticOfDouble(double score) {
    double y = 1 / (1 + Math.exp(-Math.abs(score)));
    return score < 0 ? 1 - y : y;
  }

  /** Each product is added without being rounded before. */
  private static float polynomial(float[] coefficients, float x) {
    float sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = (float) ((double) sum * x + coefficients[i]);
    }
    return sum;
  }
}
