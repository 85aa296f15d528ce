package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.analysis.Analysis;
import io.slipway.operator.analysis.Analysis.Phase;
import io.slipway.operator.analysis.CheckReport;
import io.slipway.operator.analysis.Tally;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.judge.CheckResult;
import io.slipway.operator.judge.Decision;
import io.slipway.operator.judge.Gate;
import io.slipway.operator.judge.InconclusiveReason;
import io.slipway.operator.judge.Judgement;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Stages.Stage;
import io.slipway.operator.status.Trouble;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the evidence says of a candidate, and what follows for the stage that it is at.
 *
 * @param gate what follows
 * @param results of all checks
 * @param statuses the same, in the words of the status
 * @param report says why a check failed
 * @param observed the share that the candidate gets; empty before there was a request
 */
record Judging(
    Decision gate,
    List<CheckResult> results,
    List<CheckStatus> statuses,
    CheckReport report,
    Optional<String> observed) {

  /** Of a candidate that gets copies or a share of callers. */
  static Judging of(Facts facts, RevisionFacts next, Stage stage, Optional<Instant> since) {
    Tally tally = tally(facts, next.name());
    Analysis analysis = new Analysis(facts.rollout(), tally, facts.observation().measurements());
    List<CheckResult> results =
        analysis.results(stage.number() == 0 ? Phase.SHADOWING : Phase.STEPPING);
    long samples =
        stage.number() == 0 ? tally.copies().compared() : tally.samples(stage.weightBp());
    Duration elapsed = since.map(it -> Duration.between(it, facts.now())).orElse(Duration.ZERO);
    Judgement ratio = analysis.sampleRatio();
    Decision gate =
        new Gate(stage.minSamples(), stage.minDuration(), stage.maxDuration())
            .decide(results, ratio, samples, elapsed.isNegative() ? Duration.ZERO : elapsed);
    return judging(gate, analysis, results, observed(tally, stage.weightBp()));
  }

  /** Of a revision that was promised to callers just now. */
  static Judging baking(Facts facts, RevisionFacts promoted) {
    Tally tally = tally(facts, promoted.name());
    Analysis analysis = new Analysis(facts.rollout(), tally, facts.observation().measurements());
    List<CheckResult> results = analysis.results(Phase.BAKING);
    Decision gate =
        new Gate(0, Duration.ZERO, Duration.ZERO)
            .decide(results, analysis.sampleRatio(), 0, Duration.ZERO);
    return judging(gate, analysis, results, Optional.empty());
  }

  /** Why the candidate is to be given up. */
  Optional<String> failure() {
    return gate instanceof Decision.Abort(CheckResult failed)
        ? Optional.of(report.failure(failed))
        : Optional.empty();
  }

  /** The same, where too little evidence is a reason, too. */
  Optional<Trouble> failure(InconclusivePolicy policy) {
    return failure()
        .map(words -> new Trouble(Reason.CHECK_FAILED, words))
        .or(
            () ->
                inconclusive()
                    .filter(reason -> policy == InconclusivePolicy.ABORT)
                    .map(
                        reason ->
                            new Trouble(
                                Reason.INCONCLUSIVE,
                                reason.value() + ", and spec.rollout.onInconclusive says Abort")));
  }

  /** Why nothing can be said, where time is up. */
  Optional<InconclusiveReason> inconclusive() {
    return gate instanceof Decision.Inconclusive inconclusive
        ? Optional.of(inconclusive.reason())
        : Optional.empty();
  }

  private static Judging judging(
      Decision gate, Analysis analysis, List<CheckResult> results, Optional<String> observed) {
    CheckReport report = new CheckReport(analysis);
    return new Judging(gate, results, report.statuses(results), report, observed);
  }

  private static Tally tally(Facts facts, String candidate) {
    List<PodReport> reports =
        facts.revisions().values().stream()
            .flatMap(revision -> revision.pods().stream())
            .flatMap(pod -> pod.report().stream())
            .toList();
    return Tally.of(candidate, facts.id(candidate), reports);
  }

  private static Optional<String> observed(Tally tally, int weightBp) {
    double share = tally.share(weightBp);
    boolean counted = tally.samples(weightBp) > 0;
    return weightBp > 0 && weightBp < TrafficPayload.EVERYTHING && counted
        ? Optional.of(
            Objects.requireNonNull(
                        BigDecimal.valueOf(share * 100).setScale(2, RoundingMode.HALF_EVEN))
                    .stripTrailingZeros()
                    .toPlainString()
                + "%")
        : Optional.empty();
  }
}
