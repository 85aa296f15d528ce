package io.slipway.operator.judge;

/**
 * How often a test may blame a candidate that does no harm.
 *
 * @param alpha a probability, above 0 and below 1, for all looks together, however many there are
 */
public record Significance(double alpha) {

  /** What one rollout may waste: one harmless candidate in twenty. */
  public static final double OF_A_ROLLOUT = 0.05;

  /**
   * @throws IllegalArgumentException when alpha is no such probability
   */
  public Significance {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha);
    }
  }

  /**
   * Shares {@link #OF_A_ROLLOUT} out evenly, so that all checks together keep to it (Bonferroni).
   *
   * @param checks how many checks may abort the rollout; below 1 counts as 1
   */
  public static Significance ofChecks(int checks) {
    return new Significance(OF_A_ROLLOUT / Math.max(1, checks));
  }

  /** For each of two claims that must both be right. */
  Significance half() {
    return new Significance(alpha / 2);
  }

  /** The logarithm of 1/alpha, from which on evidence is enough (Ville's inequality). */
  double logThreshold() {
    return -Math.log(alpha);
  }
}
