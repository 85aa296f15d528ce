package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the operator saw when it planned a write: by that it is judged.
 *
 * @param plan what it made of it
 */
record Sight(Observation seen, Plan plan) {

  /** Whom callers are promised: by the status, or by what the plan makes of a lost one. */
  String stable() {
    return Optional.ofNullable(seen.resource().getStatus())
        .map(ModelDeploymentStatus::stable)
        .or(() -> plan.status().map(ModelDeploymentStatus::stable))
        .map(RevisionStatus::revision)
        .orElse("");
  }

  /** What the entry Service selected. */
  Optional<Selection> selection() {
    return seen.owned().services().stream()
        .filter(service -> service.getMetadata().getName().equals(ToyCluster.NAME))
        .flatMap(service -> EntryService.selection(service).stream())
        .findFirst();
  }

  /** The ready pods of some revisions. */
  List<Pod> ready(Predicate<String> revisions) {
    return seen.owned().pods().stream()
        .filter(Sight::isReady)
        .filter(pod -> Labels.get(pod, Labels.REVISION).filter(revisions).isPresent())
        .toList();
  }

  boolean hasReady(Predicate<String> revisions) {
    return !ready(revisions).isEmpty();
  }

  /** Whether a pod of the revision is in the entry Service's slices. */
  boolean isEntered(String revision) {
    Set<String> uids = new HashSet<>();
    for (Pod pod : seen.owned().pods()) {
      if (Labels.get(pod, Labels.REVISION).filter(revision::equals).isPresent()) {
        uids.add(pod.getMetadata().getUid());
      }
    }
    return seen.owned().endpointSlices().stream()
        .filter(slice -> slice.getMetadata().getName().equals(ToyCluster.NAME + "-slice"))
        .flatMap(slice -> slice.getEndpoints().stream())
        .anyMatch(endpoint -> uids.contains(endpoint.getTargetRef().getUid()));
  }

  /** Ready, and here to stay. */
  static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }
}
