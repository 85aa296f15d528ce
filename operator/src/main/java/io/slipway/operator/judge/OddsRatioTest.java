package io.slipway.operator.judge;

import java.util.List;

/**
 * Whether the candidate has more than its share of events, judged against the stable revision at
 * the same time.
 *
 * <p>Given that a request was an event, it is the candidate's with the candidate's share of
 * requests as probability if both revisions are alike, and whatever the rate of events is or
 * becomes: an outage that hits both says nothing against either. The odds ratio is that between
 * "the candidate's, of events" and "the candidate's, of requests"; it is the ratio of the two rates
 * of events (for rare events, the odds ratio of these too).
 *
 * <p>Fails on evidence of more events, unless there is also evidence that they are not more than
 * {@code maxOddsRatio} allows; the latter passes.
 *
 * <p>Evidence: value is the Mantel-Haenszel estimate of that ratio, bound its upper confidence
 * bound, limit {@code maxOddsRatio}. Windows in which one arm had no requests contribute nothing.
 *
 * @param significance of the alarm, and apart from it of the bound
 * @param maxOddsRatio what still counts as no harm; above 1
 */
public record OddsRatioTest(Significance significance, double maxOddsRatio) {

  /** Estimates and bounds end here: such a one means that nothing is known. */
  public static final double CEILING = 1000;

  private static final double FLOOR = 1 / CEILING;

  /**
   * @throws IllegalArgumentException when {@code maxOddsRatio} is not above 1
   */
  public OddsRatioTest {
    if (!(maxOddsRatio > 1)) {
      throw new IllegalArgumentException("An odds ratio above 1, not " + maxOddsRatio);
    }
  }

  /**
   * @param windows of all pods and weights since the candidate got its first request; their order
   *     is of no account
   */
  public Judgement judge(List<Window> windows) {
    double logEValue = logEValue(windows);
    double bound = upperBound(windows);
    return new Judgement(
        verdict(windows, logEValue, bound),
        new Evidence(
            estimate(windows),
            bound,
            maxOddsRatio,
            Evidence.eValue(logEValue),
            significance.alpha(),
            Window.stableRequests(windows),
            Window.candidateRequests(windows),
            new Counts.Windows(windows)));
  }

  private Verdict verdict(List<Window> windows, double logEValue, double bound) {
    if (Window.candidateRequests(windows) == 0) {
      return new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC);
    }
    if (windows.stream().noneMatch(Window::hasBothArms)) {
      return new Verdict.Inconclusive(InconclusiveReason.NO_BASELINE);
    }
    // Before the alarm: given traffic enough, also a difference that nobody minds raises it.
    if (bound < maxOddsRatio) {
      return new Verdict.Pass();
    }
    return logEValue >= significance.logThreshold() ? new Verdict.Fail() : new Verdict.Running();
  }

  /** The logarithm of the evidence that the candidate has more than its share of events. */
  static double logEValue(List<Window> windows) {
    return OddsMixture.LARGER.logEValue(trials(windows));
  }

  /**
   * The largest odds ratio that the windows do not speak against, at this significance and at all
   * looks together: the upper end of a confidence sequence (Howard, Ramdas, McAuliffe and Sekhon
   * 2021), found by asking of every ratio how strongly the windows speak for a smaller one.
   *
   * @return between 0.001 and {@link #CEILING}, the latter while the stable revision has had hardly
   *     an event: without any, no ratio is too large
   */
  double upperBound(List<Window> windows) {
    List<Trials> trials = trials(windows);
    if (!speaksAgainst(CEILING, trials)) {
      return CEILING;
    }
    // Evidence against a ratio only grows with the ratio, so the boundary is one point.
    double kept = Math.log(FLOOR);
    double refuted = Math.log(CEILING);
    while (refuted - kept > 1e-9) {
      double middle = (kept + refuted) / 2;
      if (speaksAgainst(Math.exp(middle), trials)) {
        refuted = middle;
      } else {
        kept = middle;
      }
    }
    return Math.exp(refuted);
  }

  /** Whether the windows speak against a true ratio as large as this one. */
  boolean refutes(double oddsRatio, List<Window> windows) {
    return speaksAgainst(oddsRatio, trials(windows));
  }

  private boolean speaksAgainst(double oddsRatio, List<Trials> trials) {
    List<Trials> withThatRatio = trials.stream().map(it -> it.withOdds(oddsRatio)).toList();
    return OddsMixture.SMALLER.logEValue(withThatRatio) >= significance.logThreshold();
  }

  /**
   * The rates of events compared within each window, then pooled (Mantel and Haenszel 1959, for
   * rates), so that windows in which everything failed more often do not distort it.
   *
   * @return 1 without any event, {@link #CEILING} when only the candidate had some
   */
  static double estimate(List<Window> windows) {
    double ofCandidate = 0;
    double ofStable = 0;
    for (Window window : windows) {
      double share = window.candidateShare();
      ofCandidate += window.candidateEvents() * (1 - share);
      ofStable += window.stableEvents() * share;
    }
    if (ofCandidate == 0 && ofStable == 0) {
      return 1;
    }
    return ofStable == 0 ? CEILING : Math.min(CEILING, ofCandidate / ofStable);
  }

  /** Every event is a trial, with "the candidate's" for yes. */
  private static List<Trials> trials(List<Window> windows) {
    return windows.stream()
        .map(
            window ->
                new Trials(
                    window.candidateEvents(),
                    window.stableEvents() + window.candidateEvents(),
                    window.candidateShare()))
        .toList();
  }
}
