package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The writes of one plan, and what becomes of them.
 *
 * @param caches of the process that writes: what it wrote itself they show before it plans again
 * @param heard the pods that pushes get to
 */
record ToyWrites(
    ToyCluster cluster,
    ToyCaches caches,
    Invariants invariants,
    Plan plan,
    Observation seen,
    Predicate<ToyPod> heard) {

  /** What the operator makes of a write. */
  enum Written {
    DONE,
    CONFLICT,
    REFUSED,
    /** An error that ends the reconcile. */
    FAILED,
    /** The process is gone. */
    KILLED
  }

  /** One step. */
  Written write(Step step, Mishap mishap) {
    return switch (mishap) {
      case NONE -> done(step);
      case REFUSED -> object(step).isPresent() ? Written.REFUSED : withoutAnswer(step);
      case CONFLICT -> object(step).isPresent() ? Written.CONFLICT : withoutAnswer(step);
      case FAILED -> Written.FAILED;
      case TIMED_OUT -> {
        arrive(step);
        yield Written.FAILED;
      }
      case REPEATED -> {
        arrive(step);
        yield done(step);
      }
      case KILLED_BEFORE, IN_FLIGHT -> Written.KILLED;
      case KILLED_AFTER -> {
        arrive(step);
        yield Written.KILLED;
      }
    };
  }

  /** The status, on the condition that the resource is as it was seen. */
  Written tell(ModelDeploymentStatus status, Mishap mishap) {
    boolean arrives =
        switch (mishap) {
          case NONE, TIMED_OUT, REPEATED, KILLED_AFTER -> true;
          case REFUSED, CONFLICT, FAILED, KILLED_BEFORE, IN_FLIGHT -> false;
        };
    String version = seen.resource().getMetadata().getResourceVersion();
    boolean told = arrives && version.equals(cluster.resource.getMetadata().getResourceVersion());
    if (told) {
      invariants.beforeStatus(seen, status);
      cluster.setStatus(status);
      cluster.writes++;
      if (mishap == Mishap.NONE || mishap == Mishap.REPEATED) {
        caches.sync(Watch.RESOURCE);
      }
    }
    if (mishap.kills()) {
      return Written.KILLED;
    }
    return told ? Written.DONE : Written.CONFLICT;
  }

  /** What a step is about; empty of those that no API server object stands for. */
  static Optional<ObjectKey> object(Step step) {
    return switch (step) {
      case Step.Apply apply -> Optional.of(ObjectKey.of(apply.object()));
      case Step.Delete delete -> Optional.of(delete.object());
      case Step.PushTraffic push -> Optional.empty();
      case Step.AnnotatePod annotate -> Optional.empty();
      case Step.LabelPod label -> Optional.empty();
      case Step.SuspendJob suspend -> Optional.of(suspend.job());
      case Step.Submit(var object) -> Optional.of(ObjectKey.of(object));
      case Step.Withdraw(var object) -> Optional.of(ObjectKey.of(object));
    };
  }

  /** A push that gets nowhere is no failure; a pod's label that cannot be set ends a plan. */
  private static Written withoutAnswer(Step step) {
    return step instanceof Step.PushTraffic ? Written.DONE : Written.FAILED;
  }

  /** It arrives, and the operator sees what came of it, and what came before it. */
  private Written done(Step step) {
    Written written = arrive(step);
    switch (step) {
      case Step.LabelPod label -> caches.sync(Watch.PODS);
      case Step other when written == Written.DONE ->
          object(other).ifPresent(key -> caches.sync(Watch.of(key.kind())));
      default -> {}
    }
    return written;
  }

  /** The write gets to where it is carried out. */
  Written arrive(Step step) {
    cluster.writes++;
    return switch (step) {
      case Step.Apply apply -> apply(apply);
      case Step.Delete delete -> delete(delete);
      case Step.PushTraffic push -> {
        invariants.before(push, plan, seen);
        TrafficPayload payload = TrafficPayload.of(push.document()).orElseThrow();
        push.pods().forEach(address -> pod(address, heard).forEach(pod -> pod.adopt(payload)));
        yield Written.DONE;
      }
      case Step.AnnotatePod annotate -> Written.DONE;
      case Step.SuspendJob suspend -> throw new AssertionError("a ModelDeployment has no Jobs");
      case Step.Submit submit -> throw new AssertionError("a ModelDeployment has no Spark");
      case Step.Withdraw withdraw -> throw new AssertionError("a ModelDeployment has no Spark");
      case Step.LabelPod label -> {
        invariants.before(label, plan, seen);
        pod(label.pod(), pod -> true).forEach(pod -> pod.entry = label.value().equals("true"));
        yield Written.DONE;
      }
    };
  }

  private Stream<ToyPod> pod(Step.PodAddress address, Predicate<ToyPod> which) {
    return Stream.ofNullable(cluster.pod(address.uid())).filter(which);
  }

  private Written delete(Step.Delete delete) {
    HasMetadata live = cluster.objects.get(delete.object());
    if (live == null || !live.getMetadata().getUid().equals(delete.uid())) {
      return Written.DONE;
    }
    String version = live.getMetadata().getResourceVersion();
    if (delete.resourceVersion().filter(it -> !it.equals(version)).isPresent()) {
      return Written.CONFLICT;
    }
    invariants.before(delete, plan, seen);
    cluster.delete(delete.object());
    return Written.DONE;
  }

  private Written apply(Step.Apply apply) {
    Optional<HasMetadata> live =
        Optional.ofNullable(cluster.objects.get(ObjectKey.of(apply.object())));
    boolean holds =
        switch (apply.precondition()) {
          case Step.Precondition.Unchanged unchanged ->
              live.filter(
                      it ->
                          it.getMetadata().getResourceVersion().equals(unchanged.resourceVersion()))
                  .isPresent();
          case Step.Precondition.Absent absent -> live.isEmpty();
          case Step.Precondition.AbsentOrOurs absent -> true;
        };
    if (!holds) {
      return Written.CONFLICT;
    }
    invariants.before(apply, plan, seen);
    cluster.put(ToyReplicas.applied(live.orElse(null), apply.object()));
    return Written.DONE;
  }
}
