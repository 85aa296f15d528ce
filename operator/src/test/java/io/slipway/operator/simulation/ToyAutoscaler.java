package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatusBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatusBuilder;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The controller of HorizontalPodAutoscalers, hastier than the real one: it acts every second, with
 * no pause before it scales down, on measurements of a while ago.
 */
final class ToyAutoscaler {

  private static final Duration LAG = Duration.ofSeconds(60);

  /** What led callers at a time. */
  private record Measured(
      Instant at, Optional<Selection> selection, Optional<TrafficPayload> document) {

    /** The share of callers that a revision's own pods score. */
    double share(String revision) {
      double entered =
          selection
              .map(it -> it.includes(revision) ? it instanceof Selection.One ? 1 : 0.5 : 0.0)
              .orElse(1.0);
      return document
          .map(
              said -> {
                double sent = (double) said.weightBp() / TrafficPayload.EVERYTHING;
                return said.target().equals(revision)
                    ? entered + (1 - entered) * sent
                    : entered * (1 - sent);
              })
          .orElse(entered);
    }
  }

  private final ToyCluster cluster;
  private final Deque<Measured> measured = new ArrayDeque<>();

  /** How many pods all callers would keep as busy as they are to be. */
  int demand = 1;

  /** Whether it can measure anything. */
  boolean hasMetrics = true;

  ToyAutoscaler(ToyCluster cluster) {
    this.cluster = cluster;
  }

  Optional<HorizontalPodAutoscaler> object() {
    return cluster.list(HorizontalPodAutoscaler.class).stream().findFirst();
  }

  /** One look, and what comes of it. */
  void tick() {
    measured.add(new Measured(cluster.now, cluster.selection(), cluster.mounted()));
    while (measured.size() > 1 && measured.getFirst().at().plus(LAG).isBefore(cluster.now)) {
      measured.removeFirst();
    }
    object().ifPresent(this::control);
  }

  private void control(HorizontalPodAutoscaler autoscaler) {
    String name = autoscaler.getSpec().getScaleTargetRef().getName();
    if (cluster.objects.get(new ObjectKey("Deployment", name)) instanceof Deployment target) {
      int now = target.getSpec().getReplicas();
      tell(autoscaler, now, utilization(autoscaler, target));
      int wanted =
          Math.clamp(
              hasMetrics ? (int) Math.max(1, Math.ceil(busy(target))) : now,
              autoscaler.getSpec().getMinReplicas(),
              autoscaler.getSpec().getMaxReplicas());
      if (wanted != now && now > 0) {
        cluster.put(ToyReplicas.scaled(target, wanted));
      }
    }
  }

  /** How many pods the callers that a Deployment's have would keep busy. */
  private double busy(Deployment target) {
    String revision = Labels.get(target, Labels.REVISION).orElseThrow();
    return demand * measured.getFirst().share(revision);
  }

  private int utilization(HorizontalPodAutoscaler autoscaler, Deployment target) {
    int aim =
        autoscaler
            .getSpec()
            .getMetrics()
            .getFirst()
            .getResource()
            .getTarget()
            .getAverageUtilization();
    return (int) Math.round(aim * busy(target) / Math.max(1, target.getSpec().getReplicas()));
  }

  private void tell(HorizontalPodAutoscaler autoscaler, int replicas, int utilization) {
    String active = hasMetrics ? "True" : "False";
    String since =
        Optional.ofNullable(autoscaler.getStatus())
            .map(status -> status.getConditions().getFirst())
            .filter(condition -> condition.getStatus().equals(active))
            .map(HorizontalPodAutoscalerCondition::getLastTransitionTime)
            .orElse(cluster.now.toString());
    HorizontalPodAutoscalerStatus status =
        new HorizontalPodAutoscalerStatusBuilder()
            .withCurrentReplicas(replicas)
            .withDesiredReplicas(replicas)
            .addNewCondition()
            .withType("ScalingActive")
            .withStatus(active)
            .withReason(hasMetrics ? "ValidMetricFound" : "FailedGetResourceMetric")
            .withMessage(
                hasMetrics
                    ? "the HPA was able to successfully calculate a replica count"
                    : "the HPA was unable to compute the replica count: unable to get metrics")
            .withLastTransitionTime(since)
            .endCondition()
            .build();
    if (hasMetrics) {
      MetricStatus metric =
          new MetricStatusBuilder()
              .withType("Resource")
              .withNewResource()
              .withName("cpu")
              .withNewCurrent()
              .withAverageUtilization(utilization)
              .endCurrent()
              .endResource()
              .build();
      status.setCurrentMetrics(List.of(metric));
    }
    if (!status.equals(autoscaler.getStatus())) {
      cluster.put(new HorizontalPodAutoscalerBuilder(autoscaler).withStatus(status).build());
    }
  }
}
