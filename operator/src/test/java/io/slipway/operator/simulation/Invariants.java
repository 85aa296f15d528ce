package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must always hold (architecture, section 4), checked where the operator writes and after
 * every step of the world. A check at a write is against what the operator saw: what changed behind
 * its back is not its doing.
 */
final class Invariants {

  private final ToyCluster cluster;
  private final EntryRules entry;
  private final DocumentRules documents;
  private final LeavingRules leaving;
  private final Commits commits;

  Invariants(ToyCluster cluster) {
    this.cluster = cluster;
    this.entry = new EntryRules(cluster);
    this.documents = new DocumentRules(cluster);
    this.leaving = new LeavingRules(cluster);
    this.commits = new Commits(cluster);
  }

  /** From now on waits may be shorter than they should be, which is nobody's fault. */
  void clockJumped() {
    leaving.clockJumped();
  }

  /** Of every plan, whatever becomes of it. */
  void planned(Plan plan, Observation seen) {
    commits.seen(plan, seen);
  }

  /** Before a write that is carried out. */
  void before(Step step, Plan plan, Observation seen) {
    Sight sight = new Sight(seen, plan);
    switch (step) {
      case Step.Apply(Service service, _) -> entry.select(service, sight);
      case Step.Apply(Deployment deployment, _) -> isAsItsRevisionSays(deployment, sight);
      case Step.Apply(ConfigMap map, _) ->
          cluster.payload(map).ifPresent(payload -> documents.keep(payload, sight));
      case Step.Apply apply -> {}
      // Of one revision's two Deployments the one on CPUs goes when its pods on GPUs are there.
      case Step.Delete delete
          when delete.object().kind().equals("Deployment")
              && !delete.object().name().endsWith(Names.fallback("")) ->
          leaving.delete(delete.object(), sight);
      case Step.Delete delete -> entry.delete(delete.object());
      case Step.PushTraffic push ->
          documents.push(TrafficPayload.of(push.document()).orElseThrow(), sight);
      case Step.LabelPod label -> {
        if (label.value().equals("false")) {
          entry.takeOut(label, sight);
        }
      }
      case Step.AnnotatePod annotate -> {}
      case Step.SuspendJob suspend -> throw new AssertionError("a Job of a ModelDeployment");
      case Step.Submit submit -> throw new AssertionError("Spark of a ModelDeployment");
      case Step.Withdraw withdraw -> throw new AssertionError("Spark of a ModelDeployment");
    }
  }

  /** An existing revision's Deployment is applied from what is kept of it. */
  private void isAsItsRevisionSays(Deployment deployment, Sight sight) {
    String revision = Labels.get(deployment, Labels.REVISION).orElse("");
    boolean kept =
        Stream.concat(
                sight.seen().owned().revisions().stream(),
                Stream.ofNullable(
                    cluster.objects.get(new ObjectKey("ControllerRevision", revision))))
            .filter(object -> object.getMetadata().getName().equals(revision))
            .flatMap(object -> StoredRevision.of((ControllerRevision) object).stream())
            .flatMap(stored -> Stream.of(stored.deployment(), stored.fallback()))
            .anyMatch(
                spec ->
                    spec != null && spec.getTemplate().equals(deployment.getSpec().getTemplate()));
    Violation.unless(
        kept, Rule.REVISION, () -> "the template of %s is not its revision's".formatted(revision));
  }

  /** Before a status is written. */
  void beforeStatus(Observation seen, ModelDeploymentStatus status) {
    commits.before(seen, status);
    StatusRules.check(seen, status);
  }

  /** After all of a plan was carried out. */
  void carriedOut() {
    Optional.ofNullable(cluster.resource.getStatus())
        .ifPresent(status -> StatusRules.givenUpGetsNothing(status, cluster));
  }

  /** After some seconds in which nothing went wrong. */
  void calm() {
    Optional.ofNullable(cluster.resource.getStatus())
        .ifPresent(status -> StatusRules.nobodySendsToWhoIsGivenUp(status, cluster));
  }

  /** After every step of the world: (8) pods of two revisions at most. */
  void always() {
    @Nullable String one = null;
    @Nullable String other = null;
    for (ToyPod pod : cluster.pods) {
      if (pod.isTerminating() || pod.revision.equals(one) || pod.revision.equals(other)) {
        continue;
      }
      if (one == null) {
        one = pod.revision;
      } else {
        Violation.unless(
            other == null, Rule.TWO, () -> "there are pods of a third: " + pod.revision);
        other = pod.revision;
      }
    }
  }
}
