package io.slipway.operator.judge;

import java.util.List;

/**
 * Whether requests are divided as they should be. Where they are not, it is unknown whose requests
 * went where, and comparing the arms says nothing about the candidate.
 *
 * <p>Two ways to find it out. An e-process over both larger and smaller shares, good for every
 * division that is at least as even as drawing lots (Lindon and Malek 2022). And, since Slipway's
 * own division is exact to within a few requests at any number of them, a plain tolerance: {@value
 * #ROUNDING} requests and a tenth of a per cent of a pod's requests, which finds in 100 000
 * requests what no test that allows for chance could.
 *
 * <p>Evidence: value is the candidate's observed share, limit the one that was set, bound the
 * deviation of the worst pod as a part of what is tolerated (above 1 is a mismatch).
 *
 * @param significance of the e-process
 * @param assignment by which requests are divided in this rollout
 */
public record SampleRatioTest(Significance significance, Assignment assignment) {

  /** How requests are assigned. */
  public enum Assignment {
    /** One by one, by a sequence that keeps every run of requests at the weight. */
    EXACT,
    /** One by one, by lot. */
    RANDOM,
    /**
     * By a key: one busy caller moves the share as far as it likes, so that only weights of 0 and
     * 100 per cent are looked at.
     */
    KEYED
  }

  /** The golden-ratio sequence strays by at most 3.7 requests. */
  static final int ROUNDING = 5;

  private static final double TOLERATED_SHARE = 0.001;

  /** Each split is one pod's, over one weight; their order is of no account. */
  public Judgement judge(List<Split> splits) {
    double logEValue = logEValue(splits);
    double worst =
        splits.stream().filter(this::isExact).mapToDouble(SampleRatioTest::used).max().orElse(0);
    boolean mismatch = worst > 1 || logEValue >= significance.logThreshold();
    double requests = splits.stream().mapToDouble(Split::requests).sum();
    long candidateRequests = splits.stream().mapToLong(Split::candidateRequests).sum();
    double expected = splits.stream().mapToDouble(it -> it.weight() * it.requests()).sum();
    return new Judgement(
        mismatch
            ? new Verdict.Inconclusive(InconclusiveReason.SAMPLE_RATIO_MISMATCH)
            : new Verdict.Pass(),
        new Evidence(
            requests == 0 ? 0 : candidateRequests / requests,
            worst,
            requests == 0 ? 0 : expected / requests,
            Evidence.eValue(logEValue),
            significance.alpha(),
            splits.stream().mapToLong(Split::stableRequests).sum(),
            candidateRequests,
            new Counts.Splits(splits)));
  }

  /** The logarithm of the evidence that shares are not the weights. */
  double logEValue(List<Split> splits) {
    return assignment == Assignment.KEYED
        ? 0
        : OddsMixture.OTHER.logEValue(splits.stream().map(SampleRatioTest::trials).toList());
  }

  /** Every request is a trial, with "the candidate's" for yes; small deviations are forgiven. */
  private static Trials trials(Split split) {
    double expected = split.weight() * split.requests();
    double allowed = allowed(split);
    double forgiven =
        Math.clamp(
            expected, split.candidateRequests() - allowed, split.candidateRequests() + allowed);
    return new Trials(forgiven, split.requests(), split.weight());
  }

  private boolean isExact(Split split) {
    return assignment == Assignment.EXACT || split.weightBp() == 0 || split.weightBp() == 10_000;
  }

  private static double used(Split split) {
    return Math.abs(split.deviation()) / (allowed(split) + TOLERATED_SHARE * split.requests());
  }

  private static double allowed(Split split) {
    return ROUNDING + (double) split.uncounted();
  }
}
