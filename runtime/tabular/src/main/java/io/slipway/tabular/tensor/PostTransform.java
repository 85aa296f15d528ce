package io.slipway.tabular.tensor;

/** What becomes of scores at the end: in single precision, where nothing else is said. */
public enum PostTransform {
  NONE {
    @Override
    void apply(double[] v, int at, int count) {
      for (int i = at; i < at + count; i++) {
        v[i] = Rounding.single(v[i]);
      }
    }
  },
  LOGISTIC {
    @Override
    void apply(double[] v, int at, int count) {
      for (int i = at; i < at + count; i++) {
        v[i] = logistic(v[i]);
      }
    }
  },
  SOFTMAX {
    @Override
    void apply(double[] v, int at, int count) {
      double most = greatest(v, at, count);
      float sum = 0;
      for (int i = at; i < at + count; i++) {
        v[i] = exp((float) v[i] - most);
        sum = (float) (sum + v[i]);
      }
      for (int i = at; i < at + count; i++) {
        v[i] = Rounding.single(v[i] / sum);
      }
    }
  },
  /** Scores of zero stay so. */
  SOFTMAX_ZERO {
    @Override
    void apply(double[] v, int at, int count) {
      double most = greatest(v, at, count);
      double scale = exp(-most);
      float sum = 0;
      for (int i = at; i < at + count; i++) {
        if (Math.abs((float) v[i]) > NEAR_ZERO) {
          v[i] = exp((float) v[i] - most);
          sum = (float) (sum + v[i]);
        } else {
          v[i] = Rounding.single(v[i] * scale);
        }
      }
      for (int i = at; i < at + count; i++) {
        v[i] = Rounding.single(v[i] / sum);
      }
    }
  },
  PROBIT {
    @Override
    void apply(double[] v, int at, int count) {
      for (int i = at; i < at + count; i++) {
        double x = 2 * Rounding.single(v[i]) - 1;
        v[i] = Rounding.single(SQRT_2 * inverseErf((float) x));
      }
    }
  },
  NONE_OF_DOUBLES {
    @Override
    void apply(double[] v, int at, int count) {
      // They are what they shall be.
    }
  };

  private static final float NEAR_ZERO = 0.0000001f;
  private static final float SQRT_2 = (float) Math.sqrt(2);
  private static final float A = 0.147f;
  private static final float PI = (float) Math.PI;

  /** For as many scores as there are from {@code at} on. */
  abstract void apply(double[] v, int at, int count);

  /** Negative ones are computed as what their opposite leaves of 1. */
  static double logistic(double score) {
    double x = Rounding.single(score);
    double e = exp(-Math.abs(x));
    double y = Rounding.single(1 / Rounding.single(1 + e));
    return x < 0 ? Rounding.single(1 - y) : y;
  }

  static double exp(double x) {
    return Rounding.single(Math.exp((float) x));
  }

  private static double greatest(double[] v, int at, int count) {
    double most = -Float.MAX_VALUE;
    for (int i = at; i < at + count; i++) {
      if ((float) v[i] > most) {
        most = (float) v[i];
      }
    }
    return most;
  }

  private static float inverseErf(float value) {
    float sign = value < 0 ? -1.0f : 1.0f;
    float x = (1 - value) * (1 + value);
    float log = (float) Math.log(x);
    float v = 2 / (PI * A) + 0.5f * log;
    float v2 = 1 / A * log;
    float v3 = -v + (float) Math.sqrt(v * v - v2);
    return sign * (float) Math.sqrt(v3);
  }
}
