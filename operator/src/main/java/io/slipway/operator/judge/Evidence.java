package io.slipway.operator.judge;

/**
 * The numbers behind a verdict; each test says what value, bound and limit are for it.
 *
 * @param value what was measured
 * @param bound how far the truth may be from it, or the noise in it
 * @param limit what is still allowed
 * @param eValue evidence against what the test takes for granted at first (no harm, an even split,
 *     a rate at the limit): a bet against it would have multiplied its stake by this. 1 says
 *     nothing. Never above {@link #LARGEST_E_VALUE}
 * @param alpha what {@code eValue} is held against: it is enough from 1/alpha on
 * @param stableSamples requests, or predictions, of the stable revision
 * @param candidateSamples and of the candidate
 * @param counts from which all of it can be computed again
 */
public record Evidence(
    double value,
    double bound,
    double limit,
    double eValue,
    double alpha,
    long stableSamples,
    long candidateSamples,
    Counts counts) {

  /** Larger ones are shown as this, since JSON has no infinity. */
  public static final double LARGEST_E_VALUE = 1e300;

  static double eValue(double logEValue) {
    return Math.min(LARGEST_E_VALUE, Math.exp(logEValue));
  }
}
