package io.slipway.operator.crash;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.mockcluster.MockNamespace.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What must hold after every write that anybody makes (docs/rollouts.md), however often the
 * operator dies: the history is gone through write by write.
 */
final class Invariants {

  private final List<String> violations = new ArrayList<>();
  private World before = World.EMPTY;
  private boolean served;

  private Invariants() {}

  /** What did not hold, and at which write; empty where all is well. */
  static List<String> violations(List<Change> history) {
    var invariants = new Invariants();
    history.forEach(invariants::step);
    return invariants.violations;
  }

  private void step(Change entry) {
    World now = before.after(entry);
    served |= !now.entered().isEmpty();
    if (now.resource().isPresent()) {
      callersAreServed(entry, now);
      weightOnlyWithPodsForIt(entry, now);
      podsGoWhenNothingLeadsToThem(entry);
      stableChangesAtACommitOnly(entry, now);
      numbersOfDocumentsRise(entry, now);
      statusIsOfOneMind(entry, now);
    }
    check(entry, now.deployed().size() <= 2, "pods of " + now.deployed());
    before = now;
  }

  private void callersAreServed(Change entry, World now) {
    check(entry, !served || !now.entered().isEmpty(), "no ready endpoint of the entry Service");
    boolean selects =
        now.selection()
            .map(it -> now.deployed().stream().anyMatch(r -> it.includes(r) && now.ready(r) > 0))
            .orElse(false);
    check(entry, !served || selects, "no ready pod is selected by " + now.selection());
  }

  private void weightOnlyWithPodsForIt(Change entry, World now) {
    Optional<TrafficPayload> traffic = now.traffic();
    if (traffic.isEmpty() || traffic.equals(before.traffic()) || now.stable().isEmpty()) {
      return;
    }
    int weightBp = traffic.get().weightBp();
    String target = traffic.get().target();
    long needed = Math.ceilDiv((long) User.REPLICAS * weightBp, (long) TrafficPayload.EVERYTHING);
    check(
        entry,
        target.equals(now.stable()) || now.ready(target) >= needed,
        "a weight of %d for %s, of which %d pods are ready"
            .formatted(weightBp, target, now.ready(target)));
  }

  private void podsGoWhenNothingLeadsToThem(Change entry) {
    if (!(entry.object() instanceof Deployment deployment && isLess(entry, deployment))) {
      return;
    }
    String revision = Labels.get(deployment, Labels.REVISION).orElseThrow();
    check(entry, !revision.equals(before.stable()), "pods of the stable revision go");
    check(
        entry,
        before.selection().filter(it -> it.includes(revision)).isEmpty()
            && !before.entered().contains(revision),
        "pods go by which callers enter");
    check(
        entry,
        before.deployed().equals(Set.of(revision))
            || before
                .traffic()
                .filter(it -> it.target().equals(revision) && it.weightBp() > 0)
                .isEmpty(),
        "pods go to which others send");
  }

  private boolean isLess(Change entry, Deployment deployment) {
    return entry.gone()
        || Optional.ofNullable(
                before.objects().get("Deployment " + deployment.getMetadata().getName()))
            .map(Deployment.class::cast)
            .filter(was -> was.getSpec().getReplicas() > deployment.getSpec().getReplicas())
            .isPresent();
  }

  private void stableChangesAtACommitOnly(Change entry, World now) {
    if (now.stable().equals(before.stable())) {
      return;
    }
    boolean alone = before.stable().isEmpty() || now.entered().equals(Set.of(now.stable()));
    check(
        entry,
        alone && now.selection().equals(Optional.of(new Selection.One(now.stable()))),
        "%s is stable while callers enter by %s".formatted(now.stable(), now.entered()));
  }

  private void numbersOfDocumentsRise(Change entry, World now) {
    Optional<TrafficPayload> was = before.traffic();
    Optional<TrafficPayload> is = now.traffic();
    boolean rises =
        was.isEmpty()
            || was.equals(is)
            || is.filter(it -> was.get().isOlderThan(it.epoch(), it.sequence())).isPresent();
    check(entry, rises, "document %s after %s".formatted(is, was));
  }

  private void statusIsOfOneMind(Change entry, World now) {
    now.status()
        .filter(status -> !status.conditions().isEmpty())
        .ifPresent(
            status ->
                check(
                    entry,
                    Stream.of(ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED)
                            .filter(type -> holds(status, type))
                            .count()
                        == 1,
                    "conditions contradict each other: " + status.conditions()));
  }

  private static boolean holds(ModelDeploymentStatus status, ConditionType type) {
    return status.condition(type).filter(Condition::holds).isPresent();
  }

  private void check(Change entry, boolean holds, String violation) {
    if (!holds) {
      violations.add(
          "%s, after the write %d of %s %s%s"
              .formatted(
                  violation,
                  entry.version(),
                  entry.object().getKind(),
                  entry.object().getMetadata().getName(),
                  entry.gone() ? " (gone)" : ""));
    }
  }
}
