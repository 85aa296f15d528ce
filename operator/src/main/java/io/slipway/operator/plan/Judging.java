package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.Weight;
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
import io.slipway.operator.status.Findings;
import io.slipway.operator.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the evidence says of a candidate, and what follows for the stage that it is at.
 *
 * @param gate what follows
 * @param findings what the status says of it
 * @param report says why a check failed
 */
record Judging(Decision gate, Findings findings, CheckReport report) {

  /** Of a candidate that gets copies or a share of callers. */
  static Judging of(Facts facts, RevisionFacts next, Stage stage, Optional<Instant> since) {
    Analysis analysis = analysis(facts, next.name());
    Tally tally = analysis.tally();
    List<CheckResult> results =
        analysis.results(stage.number() == 0 ? Phase.SHADOWING : Phase.STEPPING);
    long samples =
        stage.number() == 0 ? tally.copies().compared() : tally.samples(stage.weightBp());
    Duration elapsed = since.map(it -> Duration.between(it, facts.now())).orElse(Duration.ZERO);
    Judgement ratio = analysis.sampleRatio();
    Decision gate =
        new Gate(stage.minSamples(), stage.minDuration(), stage.maxDuration())
            .decide(results, ratio, samples, elapsed.isNegative() ? Duration.ZERO : elapsed);
    return judging(facts, gate, analysis, results, observed(tally, stage.weightBp()));
  }

  /** Of a revision that was promised to callers just now. */
  static Judging baking(Facts facts, RevisionFacts promoted) {
    Analysis analysis = analysis(facts, promoted.name());
    List<CheckResult> results = analysis.results(Phase.BAKING);
    Decision gate =
        new Gate(0, Duration.ZERO, Duration.ZERO)
            .decide(results, analysis.sampleRatio(), 0, Duration.ZERO);
    return judging(facts, gate, analysis, results, Optional.empty());
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
      Facts facts,
      Decision gate,
      Analysis analysis,
      List<CheckResult> results,
      Optional<String> observed) {
    CheckReport report = new CheckReport(analysis);
    return new Judging(
        gate, new Findings(report.statuses(results), observed, Optional.of(facts.now())), report);
  }

  private static Analysis analysis(Facts facts, String candidate) {
    List<PodReport> reports =
        facts.revisions().values().stream()
            .flatMap(revision -> revision.pods().stream())
            .flatMap(pod -> pod.report().stream())
            .toList();
    return new Analysis(
        facts.rollout(),
        Tally.of(candidate, facts.id(candidate), reports),
        facts.observation().measurements());
  }

  /** The share that the candidate gets; empty before there was a request. */
  private static Optional<String> observed(Tally tally, int weightBp) {
    boolean divided = weightBp > 0 && weightBp < TrafficPayload.EVERYTHING;
    return divided && tally.samples(weightBp) > 0
        ? Optional.of(
            Weight.text((int) Math.rint(tally.share(weightBp) * TrafficPayload.EVERYTHING)))
        : Optional.empty();
  }
}
