package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The HorizontalPodAutoscaler, by which Kubernetes itself sets how many pods the stable revision
 * has. How fast it does so is left to its own defaults.
 */
public final class PodAutoscaler {

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
        new HorizontalPodAutoscalerBuilder()
            .withMetadata(
                Ownership.metadata(resource, Names.entry(name), Labels.ofDeployment(name)))
            .withNewSpec()
            .withNewScaleTargetRef("apps/v1", "Deployment", deployment)
            .withMinReplicas(bounds.least())
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
    bounds
        .frozenFor()
        .ifPresent(
            revision ->
                autoscaler.getMetadata().setAnnotations(Map.of(Labels.FROZEN_FOR, revision)));
    return autoscaler;
  }

  /** Whether a live one lacks something that is wanted, or holds a minimum that it should not. */
  public static boolean differs(HorizontalPodAutoscaler wanted, HorizontalPodAutoscaler live) {
    return Drift.between(wanted, live) || !frozenFor(wanted).equals(frozenFor(live));
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
