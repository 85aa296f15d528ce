package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must always hold (architecture, section 4), checked where the operator writes and after
 * every step of the world. A check at a write is against what the operator saw: what changed behind
 * its back is not its doing.
 */
final class Invariants {

  private final ToyCluster cluster;
  private final Set<String> asked = new TreeSet<>();

  Invariants(ToyCluster cluster) {
    this.cluster = cluster;
  }

  /** Before a write. */
  void before(Step step, Observation seen) {
    switch (step) {
      case Step.Apply apply when apply.object() instanceof Service service ->
          entryKeepsAnEndpoint(service, seen);
      case Step.Delete delete when delete.object().kind().equals("Deployment") ->
          nothingLeadsToWhatGoes(delete, seen);
      case Step.PushTraffic push ->
          weightOnlyWithPodsForIt(TrafficPayload.of(push.document()).orElseThrow(), seen);
      default -> {}
    }
  }

  /** (1) The entry Service never loses its last ready endpoint through us. */
  private void entryKeepsAnEndpoint(Service service, Observation seen) {
    if (!service.getMetadata().getName().equals(ToyCluster.NAME)) {
      return;
    }
    Optional<Selection> now = cluster.selection();
    Selection then = EntryService.selection(service).orElseThrow();
    boolean served = now.isPresent() && ready(seen, now.get()) > 0;
    if (served) {
      assertThat(ready(seen, then))
          .as("(1) ready pods that %s selects after %s", then, now.get())
          .isPositive();
      if (then instanceof Selection.One one && now.get() instanceof Selection.Every) {
        assertThat(entered(seen, one.revision()))
            .as("(1) endpoints of %s in the slices when the Service narrows to it", one.revision())
            .isPositive();
      }
    }
  }

  /** (2) Weight only when the candidate has the pods for it. */
  private static void weightOnlyWithPodsForIt(TrafficPayload payload, Observation seen) {
    ModelDeploymentStatus status = seen.resource().getStatus();
    if (status == null || status.stable() == null || payload.weightBp() == 0) {
      return;
    }
    boolean toCandidate = !payload.target().equals(status.stable().revision());
    if (toCandidate) {
      assertThat(ready(seen, new Selection.One(payload.target())))
          .as("(2) ready pods of %s when it is given weight", payload.target())
          .isPositive();
    }
  }

  /** (3) Pods go only when nothing leads to them. */
  private void nothingLeadsToWhatGoes(Step.Delete delete, Observation seen) {
    if (delete.object().name().endsWith(Names.fallback(""))) {
      // Of the same revision, whose pods on GPUs stay.
      return;
    }
    String revision =
        seen.owned().deployments().stream()
            .filter(it -> it.getMetadata().getName().equals(delete.object().name()))
            .findFirst()
            .flatMap(it -> Labels.get(it, Labels.REVISION))
            .orElseThrow();
    assertThat(cluster.selection().filter(it -> it.includes(revision)))
        .as("(3) the entry Service's selection when %s goes", revision)
        .isEmpty();
    boolean sends =
        cluster
                .mounted()
                .filter(it -> it.target().equals(revision) && it.weightBp() > 0)
                .isPresent()
            && cluster.pods.stream()
                .anyMatch(pod -> !pod.isTerminating() && !pod.revision.equals(revision));
    assertThat(sends).as("(3) the document sends to %s, which goes", revision).isFalse();
  }

  /** (4) The stable revision changes only to what callers enter by; (7) only to what was asked. */
  void beforeStatus(Observation seen, ModelDeploymentStatus status) {
    ModelDeploymentStatus before = seen.resource().getStatus();
    String old = before == null || before.stable() == null ? "" : before.stable().revision();
    String stable = status.stable() == null ? "" : status.stable().revision();
    if (status.candidate() != null) {
      asked.add(status.candidate().revision());
    }
    if (!stable.equals(old)) {
      assertThat(old.isEmpty() || !stable.isEmpty()).as("(4) a stable revision is lost").isTrue();
      assertThat(cluster.selection())
          .as("(4) what callers enter by at the commit")
          .contains(new Selection.One(stable));
      assertThat(asked).as("(7) revisions that the spec asked for").contains(stable);
    }
    conditionsAreConsistent(status);
    if (before == null
        || !Objects.equals(before.observedGeneration(), status.observedGeneration())) {
      assertThat(status.condition(ConditionType.READY).filter(Condition::holds))
          .as("Ready in the write that first observes a generation")
          .isEmpty();
    }
  }

  private static void conditionsAreConsistent(ModelDeploymentStatus status) {
    boolean ready = holds(status, ConditionType.READY);
    boolean reconciling = holds(status, ConditionType.RECONCILING);
    boolean stalled = holds(status, ConditionType.STALLED);
    assertThat(List.of(ready, reconciling, stalled))
        .as("exactly one of Ready, Reconciling and Stalled")
        .containsOnlyOnce(true);
  }

  private static boolean holds(ModelDeploymentStatus status, ConditionType type) {
    return status.condition(type).filter(Condition::holds).isPresent();
  }

  /** After every step of the world. */
  void always() {
    Set<String> revisions = new TreeSet<>();
    cluster.pods.stream()
        .filter(pod -> !pod.isTerminating())
        .forEach(pod -> revisions.add(pod.revision));
    assertThat(revisions).as("(8) revisions with pods").hasSizeLessThanOrEqualTo(2);
  }

  private static long ready(Observation seen, Selection selection) {
    return seen.owned().pods().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(Invariants::isReady)
        .filter(pod -> Labels.get(pod, Labels.REVISION).filter(selection::includes).isPresent())
        .count();
  }

  private static long entered(Observation seen, String revision) {
    Set<String> uids = new TreeSet<>();
    seen.owned().pods().stream()
        .filter(pod -> Labels.get(pod, Labels.REVISION).filter(revision::equals).isPresent())
        .forEach(pod -> uids.add(pod.getMetadata().getUid()));
    return seen.owned().endpointSlices().stream()
        .filter(slice -> slice.getMetadata().getName().equals(ToyCluster.NAME + "-slice"))
        .flatMap(slice -> slice.getEndpoints().stream())
        .filter(endpoint -> uids.contains(endpoint.getTargetRef().getUid()))
        .count();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }
}
