package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The HorizontalPodAutoscaler, by which Kubernetes itself sets how many pods the stable revision
 * has, or look-ups. How fast it does so is left to its own defaults.
 */
public final class PodAutoscaler {

  /**
   * Metrics of pods that have just started are not there yet, which the autoscaler says as well.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Set<String> VITAL = Set.of("AbleToScale", "ScalingActive");

  private PodAutoscaler() {}

  /**
   * Between which bounds it moves.
   *
   * @param least pods, at least 1
   * @param frozenFor the revision for whose sake that is more than the spec asks for; empty when it
   *     is what the spec asks for
   */
  public record Bounds(int least, Optional<String> frozenFor) {}

  /**
   * The object.
   *
   * @param deployment whose replicas it sets
   */
  public static HorizontalPodAutoscaler desired(
      ModelDeployment resource, Autoscaling wanted, String deployment, Bounds bounds) {
    String name = resource.getMetadata().getName();
    HorizontalPodAutoscaler autoscaler =
        desired(
            Ownership.metadata(resource, Names.entry(name), Labels.ofDeployment(name)),
            wanted,
            deployment,
            bounds.least());
    bounds
        .frozenFor()
        .ifPresent(
            revision ->
                autoscaler.getMetadata().setAnnotations(Map.of(Labels.FROZEN_FOR, revision)));
    return autoscaler;
  }

  /**
   * The object, whosoever it is.
   *
   * @param deployment whose replicas it sets
   * @param least pods, at least 1
   */
  public static HorizontalPodAutoscaler desired(
      ObjectMeta metadata, Autoscaling wanted, String deployment, int least) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", deployment)
        .withMinReplicas(least)
        .withMaxReplicas(wanted.maxReplicas())
        .addNewMetric()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(wanted.targetCPUUtilizationPercentage())
        .endTarget()
        .endResource()
        .endMetric()
        .endSpec()
        .build();
  }

  /** Whether a live one lacks something that is wanted, or holds a minimum that it should not. */
  public static boolean differs(HorizontalPodAutoscaler wanted, HorizontalPodAutoscaler live) {
    return Drift.between(wanted, live) || !frozenFor(wanted).equals(frozenFor(live));
  }

  /** Why a live one does not set the size, in its own words; empty while it does. */
  public static Optional<String> problem(HorizontalPodAutoscaler live, Instant now) {
    return failures(live)
        .filter(condition -> !toldFrom(condition).isAfter(now))
        .findFirst()
        .map(
            condition ->
                "the number of pods stays as it is, %s: %s"
                    .formatted(condition.getReason(), condition.getMessage()));
  }

  /** How long it is until what a live one lacks is a {@link #problem}; empty where it is one. */
  public static Optional<Duration> problemIn(HorizontalPodAutoscaler live, Instant now) {
    return failures(live)
        .map(condition -> Duration.between(now, toldFrom(condition)))
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  private static Stream<HorizontalPodAutoscalerCondition> failures(HorizontalPodAutoscaler live) {
    return Optional.ofNullable(live.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> VITAL.contains(condition.getType()))
        .filter(condition -> "False".equals(condition.getStatus()))
        .filter(condition -> condition.getLastTransitionTime() != null);
  }

  private static Instant toldFrom(HorizontalPodAutoscalerCondition failure) {
    return Instant.parse(failure.getLastTransitionTime()).plus(PATIENCE);
  }

  /** For whose sake its minimum is held. */
  public static Optional<String> frozenFor(HorizontalPodAutoscaler live) {
    return Labels.annotation(live, Labels.FROZEN_FOR);
  }

  /** The minimum that it is held at; empty when it is not held. */
  public static OptionalInt frozenAt(HorizontalPodAutoscaler live) {
    Integer least = live.getSpec().getMinReplicas();
    return frozenFor(live).isEmpty() || least == null ? OptionalInt.empty() : OptionalInt.of(least);
  }
}
