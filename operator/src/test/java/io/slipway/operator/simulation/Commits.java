package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** (4) and (7): when, and by whose word, another revision becomes the stable one. */
final class Commits {

  private final ToyCluster cluster;
  private final Set<String> askedFor = new HashSet<>();

  /** Candidates of which a spec ever said that time is enough for a step. */
  private final Set<String> timed = new HashSet<>();

  Commits(ToyCluster cluster) {
    this.cluster = cluster;
  }

  void seen(Plan plan, Observation seen) {
    ModelDeploymentSpec spec = seen.resource().getSpec();
    askedFor.add(spec.model().uri());
    if (spec.rolloutOrNone().steps().stream().anyMatch(step -> step.minSamples() == 0)) {
      plan.status()
          .or(() -> Optional.ofNullable(seen.resource().getStatus()))
          .map(ModelDeploymentStatus::candidate)
          .ifPresent(candidate -> timed.add(candidate.revision()));
    }
  }

  void before(Observation seen, ModelDeploymentStatus status) {
    String old = stable(seen.resource().getStatus());
    String stable = stable(status);
    promotedByRight(seen, status);
    if (stable.equals(old)) {
      return;
    }
    Violation.unless(
        old.isEmpty() || !stable.isEmpty(), Rule.COMMIT, () -> "a stable revision is lost");
    Optional<Selection> entered = cluster.selection();
    // Where the status was lost, whoever was entered by when the operator looked is a right answer.
    boolean follows =
        old.isEmpty()
            ? Stream.concat(entered.stream(), entered(seen)).anyMatch(it -> it.includes(stable))
            : entered.equals(Optional.of(new Selection.One(stable)));
    Violation.unless(
        follows,
        Rule.COMMIT,
        () -> "%s becomes stable, and callers enter by %s".formatted(stable, entered));
    HasMetadata kept = cluster.objects.get(new ObjectKey("ControllerRevision", stable));
    Violation.unless(
        !(kept instanceof ControllerRevision object)
            || !(object.getData() instanceof StoredRevision stored)
            || askedFor.contains(stored.uri()),
        Rule.EVIDENCE,
        () -> "%s becomes stable, and nobody asked for it".formatted(stable));
  }

  private static Stream<Selection> entered(Observation seen) {
    return seen.owned().services().stream()
        .filter(service -> service.getMetadata().getName().equals(ToyCluster.NAME))
        .flatMap(service -> EntryService.selection(service).stream());
  }

  /** When a candidate begins to be promoted it must be clear by what right. */
  private void promotedByRight(Observation seen, ModelDeploymentStatus status) {
    RolloutStatus rollout = status.rollout();
    RevisionStatus candidate = status.candidate();
    if (rollout == null
        || candidate == null
        || rollout.state() != RolloutState.PROMOTING
        || isPromoting(seen.resource().getStatus(), candidate)) {
      return;
    }
    var spec = seen.resource().getSpec().rolloutOrNone();
    String basis = Objects.requireNonNullElse(rollout.basis(), "");
    boolean carries =
        cluster.selection().filter(it -> it.includes(candidate.revision())).isPresent();
    Violation.unless(
        !basis.isEmpty() || carries || (spec.steps().isEmpty() && spec.shadow() == null),
        Rule.EVIDENCE,
        () -> "%s is promoted, and the status does not say why".formatted(candidate.revision()));
    int needed = spec.steps().stream().map(RolloutStep::minSamples).max(Integer::compare).orElse(0);
    Violation.unless(
        !basis.equals("Time") || timed.contains(candidate.revision()),
        Rule.EVIDENCE,
        () ->
            "%s is promoted by time, and the spec asks for evidence"
                .formatted(candidate.revision()));
    Violation.unless(
        !basis.equals("Evidence")
            || cluster.callers.forwarded.getOrDefault(candidate.revision(), 0L) >= needed,
        Rule.EVIDENCE,
        () -> "%s is promoted by the evidence of too few requests".formatted(candidate.revision()));
  }

  private static boolean isPromoting(
      @Nullable ModelDeploymentStatus before, RevisionStatus candidate) {
    return before != null
        && before.rollout() != null
        && before.rollout().state() == RolloutState.PROMOTING
        && before.candidate() != null
        && before.candidate().revision().equals(candidate.revision());
  }

  private static String stable(@Nullable ModelDeploymentStatus status) {
    return status == null || status.stable() == null ? "" : status.stable().revision();
  }
}
