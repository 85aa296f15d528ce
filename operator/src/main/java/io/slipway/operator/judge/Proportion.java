package io.slipway.operator.judge;

/**
 * How many of a number of trials were an event, and what that says of its probability: pairs of
 * predictions that differ, requests that fail.
 *
 * <p>The bounds hold at all looks together. They are those rates which a bet that mixes all rates
 * with the Jeffreys prior, Beta(1/2, 1/2), has not refuted (Robbins 1970; Waudby-Smith and Ramdas
 * 2020).
 *
 * @param events at most {@code trials}
 * @param trials 0 to 10^15
 */
public record Proportion(long events, long trials) {

  /**
   * @throws IllegalArgumentException when the counts are impossible
   */
  public Proportion {
    Counting.possible(trials);
    if (events < 0 || events > trials) {
      throw new IllegalArgumentException(
          "Impossible counts: %d events of %d".formatted(events, trials));
    }
  }

  /** The observed rate, 0 to 1; 0 without trials. */
  public double estimate() {
    return trials == 0 ? 0 : (double) events / trials;
  }

  /** The largest rate that is not refuted, 0 to 1; 1 without trials. */
  public double upperBound(Significance significance) {
    return boundary(estimate(), 1, significance);
  }

  /** The smallest rate that is not refuted, 0 to 1; 0 without trials. */
  public double lowerBound(Significance significance) {
    return boundary(estimate(), 0, significance);
  }

  /**
   * Holds a rate that a person set against the bounds. Passes when even the upper bound is below
   * it, fails when even the lower bound is above it.
   *
   * <p>Evidence: value is the observed rate, bound the nearer one to the limit, and the e-value
   * tells that the true rate is not the limit, on whichever side it is.
   *
   * @param maxRate 0 to 1
   */
  public Judgement judge(double maxRate, Significance significance) {
    double logEValue = logEValue(maxRate);
    boolean above = estimate() > maxRate;
    return new Judgement(
        verdict(above, logEValue, significance),
        new Evidence(
            estimate(),
            above ? lowerBound(significance) : upperBound(significance),
            maxRate,
            Evidence.eValue(logEValue),
            significance.alpha(),
            trials,
            trials,
            new Counts.Events(this)));
  }

  private Verdict verdict(boolean above, double logEValue, Significance significance) {
    if (trials == 0) {
      return new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC);
    }
    if (logEValue < significance.logThreshold()) {
      return new Verdict.Running();
    }
    return above ? new Verdict.Fail() : new Verdict.Pass();
  }

  /** The logarithm of the evidence against this rate; infinite where it is impossible. */
  double logEValue(double rate) {
    double x = events + 0.5;
    double y = trials - events + 0.5;
    double sum = x + y;
    // log B(x, y) - log B(1/2, 1/2) less the log-likelihood of the rate, arranged so that the large
    // terms meet before they are multiplied.
    return times(events, logShare(x, y) - Math.log(rate))
        + times(trials - events, logShare(y, x) - Math.log1p(-rate))
        + Math.log(2 / (Math.PI * sum)) / 2
        + stirlingError(x)
        + stirlingError(y)
        - stirlingError(sum);
  }

  /** From a rate that is not refuted towards one that may be; of two neighbours the outer one. */
  private double boundary(double inside, double end, Significance significance) {
    double threshold = significance.logThreshold();
    if (logEValue(end) < threshold) {
      return end;
    }
    double kept = inside;
    double refuted = end;
    for (double middle = (kept + refuted) / 2;
        middle != kept && middle != refuted;
        middle = (kept + refuted) / 2) {
      if (logEValue(middle) < threshold) {
        kept = middle;
      } else {
        refuted = middle;
      }
    }
    return refuted;
  }

  private static double times(long count, double log) {
    return count == 0 ? 0 : count * log;
  }

  /** log(a / (a + b)), exact also when b is very small beside a. */
  private static double logShare(double a, double b) {
    return a > b ? Math.log1p(-b / (a + b)) : Math.log(a / (a + b));
  }

  /**
   * By how much the logarithm of the gamma function exceeds Stirling's approximation (Abramowitz
   * and Stegun 6.1.41). Absolute error below 1e-12.
   *
   * @param z above 0
   */
  static double stirlingError(double z) {
    if (z < 10) {
      return stirlingError(z + 1) + (z + 0.5) * Math.log1p(1 / z) - 1;
    }
    double square = z * z;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / z;
  }
}
