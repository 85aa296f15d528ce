package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Naive Bayes: for each category the sum of logarithms of its prior and of the likelihood of each
 * field that has a value.
 */
public final class Bayes implements Kept {
  /** What a value of a field says about each category. */
  public sealed interface Likelihood permits Gaussian, Counted {
    int slot();

    /**
     * Adds to the sums of a row.
     *
     * @param at where the first category's sum stands
     */
    void addTo(double[] sums, int at, double value);

    void write(FlatWriter out);
  }

  /** A number that is normally distributed in each category. */
  public static final class Gaussian implements Likelihood {
    private final int slot;
    private final double threshold;
    private final double[] mean;
    private final double[] deviation;
    private final double[] logarithm;

    /**
     * @param threshold below which no likelihood falls
     */
    public Gaussian(int slot, double threshold, double[] mean, double[] variance) {
      this.slot = slot;
      this.threshold = threshold;
      this.mean = mean.clone();
      this.deviation = new double[mean.length];
      this.logarithm = new double[mean.length];
      for (int i = 0; i < mean.length; i++) {
        deviation[i] = Math.sqrt(variance[i]);
        logarithm[i] = Math.log(deviation[i]) + 0.5 * Math.log(2 * Math.PI);
      }
    }

    private Gaussian(FlatReader in, int categories) {
      slot = in.slot();
      threshold = in.real();
      mean = in.reals(categories);
      deviation = in.reals(categories);
      logarithm = in.reals(categories);
    }

    @Override
    public void write(FlatWriter out) {
      out.whole(slot);
      out.real(threshold);
      out.reals(mean);
      out.reals(deviation);
      out.reals(logarithm);
    }

    @Override
    public int slot() {
      return slot;
    }

    @Override
    public void addTo(double[] sums, int at, double value) {
      for (int i = 0; i < mean.length; i++) {
        double distance = (value - mean[i]) / deviation[i];
        double density = Math.exp(-0.5 * distance * distance - logarithm[i]);
        sums[at + i] += Math.log(Math.max(density, threshold));
      }
    }
  }

  /** A value of which each category has a share; others say nothing. */
  public static final class Counted implements Likelihood {
    private final int slot;
    private final double[] values;
    private final double[][] logarithms;

    /**
     * @param logarithms of the shares: for each value, one for each category
     */
    public Counted(int slot, double[] values, List<double[]> logarithms) {
      this.slot = slot;
      this.values = values.clone();
      this.logarithms = logarithms.toArray(double[][]::new);
    }

    @Override
    public void write(FlatWriter out) {
      out.whole(slot);
      out.reals(values);
      for (double[] each : logarithms) {
        out.reals(each);
      }
    }

    static Counted read(FlatReader in, int categories) {
      int slot = in.slot();
      double[] values = in.reals();
      List<double[]> logarithms = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        logarithms.add(in.reals(categories));
      }
      return new Counted(slot, values, logarithms);
    }

    @Override
    public int slot() {
      return slot;
    }

    @Override
    public void addTo(double[] sums, int at, double value) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] == value) {
          for (int category = 0; category < logarithms[i].length; category++) {
            sums[at + category] += logarithms[i][category];
          }
          return;
        }
      }
    }
  }

  private final double[] priors;
  private final Likelihood[] likelihoods;
  private final int result;

  /**
   * @param priors logarithms
   * @param result the first of as many slots as there are categories
   */
  public Bayes(double[] priors, List<Likelihood> likelihoods, int result) {
    this.priors = priors.clone();
    this.likelihoods = likelihoods.toArray(Likelihood[]::new);
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      System.arraycopy(priors, 0, v, at + result, priors.length);
      for (Likelihood likelihood : likelihoods) {
        double x = v[at + likelihood.slot()];
        if (Values.isFailed(x)) {
          java.util.Arrays.fill(v, at + result, at + result + priors.length, x);
          break;
        }
        if (!Values.isMissing(x)) {
          likelihood.addTo(v, at + result, x);
        }
      }
    }
  }

  private enum Kind {
    GAUSSIAN,
    COUNTED
  }

  @Override
  public void write(FlatWriter out) {
    out.reals(priors);
    out.whole(likelihoods.length);
    for (Likelihood likelihood : likelihoods) {
      out.choice(likelihood instanceof Gaussian ? Kind.GAUSSIAN : Kind.COUNTED);
      likelihood.write(out);
    }
    out.whole(result);
  }

  public static Bayes read(FlatReader in) {
    double[] priors = in.reals();
    List<Likelihood> likelihoods =
        in.list(
            Integer.BYTES,
            () ->
                switch (in.choice(Kind.values())) {
                  case GAUSSIAN -> new Gaussian(in, priors.length);
                  case COUNTED -> Counted.read(in, priors.length);
                });
    return new Bayes(priors, likelihoods, in.slots(priors.length));
  }
}
