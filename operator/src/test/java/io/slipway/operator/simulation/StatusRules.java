package io.slipway.operator.simulation;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.Observation;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a status must not say, and what must be so when it says something. */
final class StatusRules {

  /** While the candidate, or what is left of one, is on its way out. */
  private static final Set<RolloutState> LEAVING =
      EnumSet.of(
          RolloutState.SUPERSEDING,
          RolloutState.CANCELLED,
          RolloutState.ROLLING_BACK,
          RolloutState.ROLLED_BACK);

  private StatusRules() {}

  static void check(Observation seen, ModelDeploymentStatus status) {
    List<ConditionType> holding =
        Stream.of(ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED)
            .filter(type -> status.condition(type).filter(Condition::holds).isPresent())
            .toList();
    Violation.unless(
        holding.size() == 1,
        Rule.CONDITIONS,
        () -> "one of Ready, Reconciling and Stalled holds, not " + holding);
    ModelDeploymentStatus before = seen.resource().getStatus();
    boolean firstLook =
        before == null || !Objects.equals(before.observedGeneration(), status.observedGeneration());
    Violation.unless(
        !firstLook || !holding.contains(ConditionType.READY),
        Rule.CONDITIONS,
        () -> "Ready in the very write that first observes a generation");
  }

  /** (5) Whoever is given up gets no weight from then on. */
  static void givenUpGetsNothing(ModelDeploymentStatus status, ToyCluster cluster) {
    RolloutState state = state(status);
    String stable = stable(status);
    if (LEAVING.contains(state) && !stable.isEmpty()) {
      cluster
          .mounted()
          .ifPresent(
              said ->
                  Violation.unless(
                      said.weightBp() == 0 || said.target().equals(stable),
                      Rule.ABORT,
                      () -> "%s, and the document says %s".formatted(state, said)));
    }
    if (state == RolloutState.REVERTING) {
      cluster
          .mounted()
          .filter(said -> said.weightBp() > 0)
          .ifPresent(
              said ->
                  Violation.unless(
                      status.failedRevisions().stream()
                          .noneMatch(failed -> failed.revision().equals(said.target())),
                      Rule.ABORT,
                      () -> "%s, and the document says %s".formatted(state, said)));
    }
  }

  /** (5) And within seconds no pod that answers sends it anything. */
  static void nobodySendsToWhoIsGivenUp(ModelDeploymentStatus status, ToyCluster cluster) {
    RolloutState state = state(status);
    String stable = stable(status);
    if (!LEAVING.contains(state) || stable.isEmpty()) {
      return;
    }
    for (ToyPod pod : cluster.pods) {
      TrafficPayload document = pod.document;
      Violation.unless(
          document == null
              || !pod.answers()
              || pod.isTerminating()
              || document.target().equals(stable)
              || !pod.sendsTo(document.target()),
          Rule.ABORT,
          () -> "%s, and %s still goes by %s".formatted(state, pod.name, document));
    }
  }

  private static RolloutState state(ModelDeploymentStatus status) {
    RolloutStatus rollout = status.rollout();
    return rollout == null ? RolloutState.UNKNOWN : rollout.state();
  }

  private static String stable(ModelDeploymentStatus status) {
    RevisionStatus stable = status.stable();
    return stable == null ? "" : stable.revision();
  }
}
