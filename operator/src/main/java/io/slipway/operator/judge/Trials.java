package io.slipway.operator.judge;

/**
 * Yes-or-no trials, each with the same probability of yes under the null hypothesis. All of this
 * package's sequential tests are made of these.
 *
 * @param successes how many were a yes; a fraction where some of them are forgiven
 * @param count how many there were
 * @param probability of a yes if the null hypothesis holds, 0 to 1
 */
record Trials(double successes, double count, double probability) {

  /**
   * How much likelier these trials are if the odds of a yes are really {@code oddsRatio} times
   * those of the null hypothesis. The order of the trials is of no account: the product of what
   * each of them says telescopes to this function of their totals.
   *
   * @param oddsRatio above 0
   */
  double logLikelihoodRatio(double oddsRatio) {
    return successes * Math.log(oddsRatio) - count * Math.log1p(probability * (oddsRatio - 1));
  }

  /** The same trials under a null hypothesis with other odds. */
  Trials withOdds(double oddsRatio) {
    double yes = probability * oddsRatio;
    return new Trials(successes, count, yes / (1 - probability + yes));
  }
}
