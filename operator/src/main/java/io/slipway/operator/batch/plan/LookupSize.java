package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.operator.batch.desired.LookupObjects;
import io.slipway.operator.desired.PodAutoscaler;
import io.slipway.operator.desired.Replicas;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.AutoscaledWrite;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How many pods look predictions up: as many as the spec says, or as an autoscaler makes of that.
 *
 * @param wanted the service
 * @param deployment the one that there is
 * @param autoscaler the one that there is
 */
record LookupSize(
    LookupObjects wanted,
    Optional<Deployment> deployment,
    Optional<HorizontalPodAutoscaler> autoscaler) {

  /** The writes of the Deployment and its autoscaler. */
  Stream<Step> steps() {
    Autoscaling bounds = wanted.serve().autoscaling();
    return bounds == null
        // The autoscaler goes first: it would set the number once more.
        ? Stream.concat(
            autoscaler.stream().map(LookupSize::delete),
            Stream.of(apply(wanted.deployment(wanted.serve().replicas()))))
        : Stream.concat(
            Stream.of(scaled(bounds)), wanted.autoscaler().stream().map(LookupSize::apply));
  }

  /** With the size that there is, within the bounds. */
  private Step scaled(Autoscaling bounds) {
    int size =
        Math.clamp(
            deployment.map(Replicas::of).orElseGet(OptionalInt::empty).orElse(bounds.minReplicas()),
            bounds.minReplicas(),
            bounds.maxReplicas());
    return AutoscaledWrite.of(wanted.deployment(size), deployment);
  }

  /** Why the autoscaler sets no size, if it has not for long. */
  Optional<String> problem(Instant now) {
    return inUse().flatMap(live -> PodAutoscaler.problem(live, now));
  }

  /** How long it is until there is a problem to tell. */
  Optional<Duration> problemIn(Instant now) {
    return inUse().flatMap(live -> PodAutoscaler.problemIn(live, now));
  }

  private Optional<HorizontalPodAutoscaler> inUse() {
    return autoscaler.filter(live -> wanted.serve().autoscaling() != null);
  }

  static Step apply(HasMetadata object) {
    return new Step.Apply(object, new Step.Precondition.AbsentOrOurs());
  }

  static Step delete(HasMetadata object) {
    return new Step.Delete(ObjectKey.of(object), object.getMetadata().getUid(), Optional.empty());
  }
}
