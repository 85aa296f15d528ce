package io.slipway.operator.judge;

import java.util.List;

/**
 * Whether the candidate has more events than the stable revision had <em>before</em>: for times
 * when the stable revision gets nothing, as while baking, and nothing can be compared at the same
 * time.
 *
 * <p>Weaker than {@link OddsRatioTest} by its nature: what becomes worse for another reason, after
 * the reference was taken, is blamed on the candidate. So the reference counts at the upper end of
 * what it may have been, and {@code tolerance} times that is still no harm.
 *
 * <p>Half of the significance is spent on the reference, half on the candidate. Evidence: value is
 * the ratio of the observed odds (one half added to every count), bound the largest odds ratio that
 * candidate and reference allow, limit the tolerance. The counts hold one window whose stable arm
 * is the reference.
 *
 * @param significance for reference and candidate together
 * @param tolerance odds ratio to the reference that still counts as no harm; at least 1
 */
public record AbsoluteRateTest(Significance significance, double tolerance) {

  /**
   * @throws IllegalArgumentException when the tolerance is below 1
   */
  public AbsoluteRateTest {
    if (!(tolerance >= 1)) {
      throw new IllegalArgumentException("A tolerance of at least 1, not " + tolerance);
    }
  }

  /** What the stable revision did in these windows, to be the reference of later ones. */
  public static Proportion reference(List<Window> windows) {
    return new Proportion(
        windows.stream().mapToLong(Window::stableEvents).sum(), Window.stableRequests(windows));
  }

  /**
   * @param reference requests and events of the stable revision, while it had them
   * @param candidate requests and events of the candidate since
   */
  public Judgement judge(Proportion reference, Proportion candidate) {
    double logEValue = logEValue(reference, candidate);
    double bound = upperBound(reference, candidate);
    return new Judgement(
        verdict(reference, candidate, logEValue, bound),
        new Evidence(
            Math.min(OddsRatioTest.CEILING, smoothedOdds(candidate) / smoothedOdds(reference)),
            bound,
            tolerance,
            Evidence.eValue(logEValue),
            significance.half().alpha(),
            reference.trials(),
            candidate.trials(),
            new Counts.Windows(
                List.of(
                    new Window(
                        reference.trials(),
                        reference.events(),
                        candidate.trials(),
                        candidate.events())))));
  }

  private Verdict verdict(
      Proportion reference, Proportion candidate, double logEValue, double bound) {
    if (candidate.trials() == 0) {
      return new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC);
    }
    if (reference.trials() == 0) {
      return new Verdict.Inconclusive(InconclusiveReason.NO_BASELINE);
    }
    if (logEValue >= significance.half().logThreshold()) {
      return new Verdict.Fail();
    }
    return bound < tolerance ? new Verdict.Pass() : new Verdict.Running();
  }

  /** The logarithm of the evidence that the candidate's rate is above what is tolerated. */
  double logEValue(Proportion reference, Proportion candidate) {
    double highest = reference.upperBound(significance.half());
    Trials trials = new Trials(candidate.events(), candidate.trials(), highest).withOdds(tolerance);
    return OddsMixture.LARGER.logEValue(List.of(trials));
  }

  /** The candidate's highest odds over the reference's lowest; at most the ceiling. */
  double upperBound(Proportion reference, Proportion candidate) {
    double highest = odds(candidate.upperBound(significance.half()));
    double lowest = odds(reference.lowerBound(significance.half()));
    return highest >= OddsRatioTest.CEILING * lowest ? OddsRatioTest.CEILING : highest / lowest;
  }

  private static double odds(double rate) {
    return rate / (1 - rate);
  }

  private static double smoothedOdds(Proportion proportion) {
    return (proportion.events() + 0.5) / (proportion.trials() - proportion.events() + 0.5);
  }
}
