package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.Service;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.Step;
import java.util.Optional;

/** (1) The entry Service never loses its last ready endpoint through the operator. */
record EntryRules(ToyCluster cluster) {

  /** Before the Service is written. */
  void select(Service service, Sight sight) {
    Optional<Selection> now = cluster.selection();
    if (!service.getMetadata().getName().equals(ToyCluster.NAME)
        || now.isEmpty()
        || !sight.hasReady(now.get()::includes)) {
      return;
    }
    Selection then = EntryService.selection(service).orElseThrow();
    Violation.unless(
        sight.hasReady(then::includes),
        Rule.ENTRY,
        () -> "no ready pod is selected by %s, which follows %s".formatted(then, now.get()));
    // Where no other revision has a ready pod, narrowing takes nobody away.
    if (then instanceof Selection.One(String next)
        && !then.equals(now.get())
        && sight.hasReady(revision -> !revision.equals(next))) {
      Violation.unless(
          now.get() instanceof Selection.Every && sight.isEntered(next),
          Rule.ENTRY,
          () ->
              "%s follows %s, and no pod of it is in the entry Service's slices"
                  .formatted(then, now.get()));
    }
  }

  /** Before an object goes that is no Deployment. */
  void delete(ObjectKey object) {
    Violation.unless(
        !object.equals(ToyCluster.ENTRY), Rule.ENTRY, () -> "the entry Service itself goes");
  }

  /** Before a pod is taken out of the Service. */
  void takeOut(Step.LabelPod label, Sight sight) {
    Optional<Selection> now = cluster.selection();
    boolean others =
        sight.ready(revision -> now.filter(it -> it.includes(revision)).isPresent()).stream()
            .map(pod -> pod.getMetadata().getUid())
            .anyMatch(uid -> !uid.equals(label.pod().uid()) && isIn(uid));
    Violation.unless(
        others, Rule.ENTRY, () -> "the last ready pod is taken out: " + label.pod().name());
  }

  /** By now: who was let in again just before counts. */
  private boolean isIn(String uid) {
    ToyPod pod = cluster.pod(uid);
    return pod == null || pod.isEntry();
  }
}
