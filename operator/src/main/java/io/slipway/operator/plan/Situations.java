package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.TrafficStatus;
import io.slipway.api.v1alpha1.Weight;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.status.Situation;
import io.slipway.operator.status.Situation.Settled;
import io.slipway.operator.status.Trouble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts facts and a decision into the words of a status.
 *
 * @param facts what is there
 * @param decision what is to be
 */
record Situations(Facts facts, Decision decision) {

  Situation situation(
      boolean nothingToWrite,
      Optional<Trouble> trouble,
      Optional<HandledAction> handled,
      Optional<Trouble> concern) {
    boolean stable =
        decision.state() == RolloutState.STABLE
            && decision.stable().map(facts::revision).filter(this::hasSettled).isPresent();
    return new Situation(
        decision.state(),
        decision.step(),
        decision.message(),
        facts.entry().service().map(service -> EntryService.url(facts.resource())),
        decision.stable().map(this::status),
        decision.candidate().map(this::status),
        traffic(),
        facts.replicas(),
        facts.entry().readyPods().size(),
        stable && nothingToWrite ? Settled.YES : Settled.NO,
        trouble,
        decision.trail(),
        handled,
        note(),
        concern);
  }

  /** As many pods as promised, ready and entered by callers. */
  private boolean hasSettled(RevisionFacts revision) {
    return revision.ready().stream().filter(PodFacts::inEntrySlices).count()
        >= facts.scaling().promised();
  }

  /** What is worth knowing though the spec is fulfilled: why there are not more pods, or fewer. */
  private Optional<String> note() {
    return new AutoscalerSteps(facts, decision)
        .problem()
        .or(() -> decision.stable().map(facts::revision).flatMap(this::missing));
  }

  private Optional<String> missing(RevisionFacts revision) {
    int size = facts.replicas();
    return revision.ready().size() >= size
        ? Optional.empty()
        : Diagnosis.by(facts.observation())
            .of(revision, size)
            .map(
                trouble ->
                    "%d of %d pods are ready: %s"
                        .formatted(revision.ready().size(), size, trouble.message()));
  }

  private RevisionStatus status(String name) {
    RevisionFacts revision = facts.revision(name);
    return new RevisionStatus(
        name,
        revision.stored().map(stored -> emptyToNull(stored.resolved().version())).orElse(null),
        revision.stored().map(stored -> emptyToNull(stored.resolved().digest())).orElse(null),
        revision.ready().stream()
            .flatMap(pod -> pod.report().stream())
            .flatMap(report -> report.executionProvider().stream())
            .distinct()
            .sorted()
            .reduce((one, other) -> one + "," + other)
            .orElse(null),
        revision.ready().size());
  }

  private Optional<TrafficStatus> traffic() {
    return facts
        .traffic()
        .payload()
        .map(
            said -> {
              List<PodFacts> pods =
                  facts.revisions().values().stream()
                      .flatMap(revision -> revision.ready().stream())
                      .filter(pod -> takesDocuments(pod))
                      .toList();
              long known = pods.stream().filter(facts.traffic()::acknowledgedBy).count();
              return new TrafficStatus(
                  decision.candidate().orElse(said.target()),
                  candidatesShare(said).orElse(null),
                  decision.trail().findings().observed().orElse(null),
                  said.shadowBp() == 0 ? null : Weight.text(said.shadowBp()),
                  known + "/" + pods.size());
            });
  }

  /** The share that the candidate was given, whomever the document names; empty without one. */
  private Optional<String> candidatesShare(TrafficPayload said) {
    return decision
        .candidate()
        .map(candidate -> said.target().equals(candidate) ? said.weightBp() : 0)
        .map(Weight::text);
  }

  private static boolean takesDocuments(PodFacts pod) {
    return pod.report()
        .filter(report -> !report.capabilities().contains(PodReport.FORWARD))
        .isEmpty();
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
