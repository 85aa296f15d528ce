package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** Turns the sums of regression tables into a response, or into probabilities. In place. */
public final class Normalize implements Kept {
  /** What is made of the sums. */
  public enum Method {
    /** Each sum by itself through the link. */
    RESPONSE,
    /**
     * All but the last through the link, the last what remains of 1 beside the one before it: so
     * the reference has it, which makes probabilities of two classes alone.
     */
    BINOMIAL,
    /** All but the last as they are, the last what remains of 1. */
    REMAINDER,
    /** Each through the link, then divided by their sum. */
    SHARE,
    SOFTMAX,
    /** Ordered classes: each through the link less those before, the last what remains. */
    CUMULATIVE,
    /** As that, but less what the one before had through the link, which rounds differently. */
    STEPS
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
        for (int i = at; i < at + count - 1; i++) {
          v[i] = link(v[i]);
        }
        v[at + count - 1] = precision.round(1 - v[at + count - 2]);
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
      case STEPS -> {
        double before = 0;
        for (int i = at; i < at + count; i++) {
          double upTo = i < at + count - 1 ? link(v[i]) : 1;
          v[i] = precision.round(upTo - before);
          before = upTo;
        }
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
    return link.apply(x, precision);
  }

  private double exp(double x) {
    return precision == Precision.DOUBLE ? Math.exp(x) : Link.exp((float) x);
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(method);
    link.write(out);
    out.choice(precision);
    out.whole(count);
    out.whole(first);
  }

  public static Normalize read(FlatReader in) {
    Method method = in.choice(Method.values());
    Link link = Link.read(in);
    Precision precision = in.choice(Precision.values());
    int count = in.within(method == Method.BINOMIAL ? 2 : 1, Integer.MAX_VALUE);
    return new Normalize(method, link, precision, in.slots(count), count);
  }
}
