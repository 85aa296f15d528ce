package io.slipway.operator.judge;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An e-process: the mean, over several alternatives, of how much better each explains the trials
 * than the null hypothesis does. If the null hypothesis holds then the chance that it ever reaches
 * 1/alpha, at whichever look, is at most alpha (Ville 1939; Robbins 1970 on mixtures; Ramdas,
 * Grünwald, Vovk and Shafer 2023 for a survey).
 */
final class OddsMixture {

  /** That yes is likelier. Ratios below about 1.12 are never found, however long one looks. */
  static final OddsMixture LARGER = new OddsMixture(1.25, 1.5, 2, 3, 5, 10);

  /** That yes is less likely; one alternative finer, so that bounds come within 5 per cent. */
  static final OddsMixture SMALLER = reciprocals(1.1, 1.25, 1.5, 2, 3, 5, 10);

  /** That yes is likelier or less likely. */
  static final OddsMixture OTHER = twoSided(1.01, 1.02, 1.05, 1.1, 1.25, 1.5, 2, 3, 5, 10);

  private final double[] oddsRatios;

  private OddsMixture(double... oddsRatios) {
    this.oddsRatios = oddsRatios;
  }

  private static OddsMixture reciprocals(double... oddsRatios) {
    return new OddsMixture(Arrays.stream(oddsRatios).map(ratio -> 1 / ratio).toArray());
  }

  private static OddsMixture twoSided(double... oddsRatios) {
    return new OddsMixture(
        DoubleStream.concat(
                Arrays.stream(oddsRatios), Arrays.stream(oddsRatios).map(ratio -> 1 / ratio))
            .toArray());
  }

  /** The logarithm of the evidence against the null hypothesis; 0 when the trials say nothing. */
  double logEValue(List<Trials> trials) {
    double[] logs =
        Arrays.stream(oddsRatios)
            .map(ratio -> trials.stream().mapToDouble(it -> it.logLikelihoodRatio(ratio)).sum())
            .toArray();
    double largest = Arrays.stream(logs).max().orElseThrow();
    // Less the largest, no exponent overflows, and one of them is 1.
    double sum = Arrays.stream(logs).map(it -> Math.exp(it - largest)).sum();
    return largest + Math.log(sum / logs.length);
  }
}
