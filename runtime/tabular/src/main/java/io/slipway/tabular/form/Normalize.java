package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** Turns the sums of regression tables into a response, or into probabilities. In place. */
public final class Normalize implements Kept {
  private static final double FLOAT_E = 2.7182817;

  /** What is made of the sums. */
  public enum Method {
    /** Each sum by itself through the link. */
    RESPONSE,
    /** Two classes: the first through the link, the second is what remains of 1. */
    BINOMIAL,
    /** All but the last as they are, the last what remains of 1. */
    REMAINDER,
    /** Each through the link, then divided by their sum. */
    SHARE,
    SOFTMAX,
    /** Ordered classes: each through the link less those before, the last what remains. */
    CUMULATIVE
  }

  /** The inverse of a link function. */
  public enum Link {
    NONE,
    /** None, held between 0 and 1. */
    CLAMPED,
    LOGIT,
    EXP,
    CLOGLOG,
    LOGLOG,
    CAUCHIT,
    /** In double precision alone, as the reference has it. */
    PROBIT
  }

  private final Method method;
  private final Link link;
  private final Precision precision;
  private final int first;
  private final int count;

  public Normalize(Method method, Link link, Precision precision, int first, int count) {
    this.method = method;
    this.link = link;
    this.precision = precision;
    this.first = first;
    this.count = count;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = first; row < rows; row++, at += frame.width()) {
      double mark = mark(v, at);
      if (!Double.isNaN(mark)) {
        normalize(v, at);
      } else if (Values.isMissing(mark) || Values.isFailed(mark)) {
        java.util.Arrays.fill(v, at, at + count, mark);
      } else {
        normalize(v, at);
      }
    }
  }

  /** The first of the sums that is missing or failed; else a number. */
  private double mark(double[] v, int at) {
    for (int i = at; i < at + count; i++) {
      if (Values.isMissing(v[i]) || Values.isFailed(v[i])) {
        return v[i];
      }
    }
    return 0;
  }

  private void normalize(double[] v, int at) {
    switch (method) {
      case RESPONSE -> {
        for (int i = at; i < at + count; i++) {
          v[i] = link(v[i]);
        }
      }
      case BINOMIAL -> {
        v[at] = link(v[at]);
        v[at + 1] = precision.round(1 - v[at]);
      }
      case REMAINDER -> v[at + count - 1] = precision.round(1 - sum(v, at, count - 1));
      case SHARE -> {
        for (int i = at; i < at + count; i++) {
          v[i] = link(v[i]);
        }
        share(v, at);
      }
      case SOFTMAX -> {
        double largest = v[at];
        for (int i = at + 1; i < at + count; i++) {
          if (Double.compare(largest, v[i]) < 0) {
            largest = v[i];
          }
        }
        for (int i = at; i < at + count; i++) {
          v[i] = exp(precision.round(v[i] - largest));
        }
        share(v, at);
      }
      case CUMULATIVE -> {
        double sum = 0;
        for (int i = at; i < at + count - 1; i++) {
          v[i] = link(v[i]);
          if (i == at) {
            sum = v[i];
          } else {
            v[i] = precision.round(v[i] - sum);
            sum = precision.round(sum + v[i]);
          }
        }
        v[at + count - 1] = precision.round(1 - sum);
      }
    }
  }

  private double sum(double[] v, int at, int terms) {
    double sum = v[at];
    for (int i = at + 1; i < at + terms; i++) {
      sum = precision.round(sum + v[i]);
    }
    return sum;
  }

  /** Divides by the sum; a sum of nothing has no shares. */
  private void share(double[] v, int at) {
    double sum = sum(v, at, count);
    if (sum == 1) {
      return;
    }
    for (int i = at; i < at + count; i++) {
      v[i] = sum == 0 ? Values.FAILED : precision.round(v[i] / sum);
    }
  }

  private double link(double x) {
    return precision == Precision.DOUBLE ? link(link, x) : floatLink((float) x);
  }

  /** The inverse of a link function, in double. */
  static double link(Link link, double x) {
    return switch (link) {
      case NONE -> x;
      case CLAMPED -> Math.min(Math.max(x, 0), 1);
      case LOGIT -> 1 / (1 + Math.exp(-x));
      case EXP -> Math.exp(x);
      case CLOGLOG -> 1 - Math.exp(-Math.exp(x));
      case LOGLOG -> Math.exp(-Math.exp(-x));
      case CAUCHIT -> 0.5 + (1 / Math.PI) * Math.atan(x);
      case PROBIT -> NormalDistribution.cumulative(x);
    };
  }

  private float floatLink(float x) {
    return switch (link) {
      case NONE -> x;
      case CLAMPED -> Math.min(Math.max(x, 0f), 1f);
      case LOGIT -> 1f / (1f + floatExp(-x));
      case EXP -> floatExp(x);
      case CLOGLOG -> 1f - floatExp(-floatExp(x));
      case LOGLOG -> floatExp(-floatExp(-x));
      case CAUCHIT -> 0.5f + (1f / (float) Math.PI) * (float) Math.atan(x);
      case PROBIT -> (float) NormalDistribution.cumulative(x);
    };
  }

  private double exp(double x) {
    return precision == Precision.DOUBLE ? Math.exp(x) : floatExp((float) x);
  }

  /** Single precision's e to a power, rounded as XGBoost's and its peers' is. */
  private static float floatExp(float x) {
    return (float) Math.pow(FLOAT_E, x);
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(method);
    out.choice(link);
    out.choice(precision);
    out.whole(count);
    out.whole(first);
  }

  public static Normalize read(FlatReader in) {
    Method method = in.choice(Method.values());
    Link link = in.choice(Link.values());
    Precision precision = in.choice(Precision.values());
    int count = in.within(method == Method.BINOMIAL ? 2 : 1, Integer.MAX_VALUE);
    return new Normalize(method, link, precision, in.slots(count), count);
  }
}
