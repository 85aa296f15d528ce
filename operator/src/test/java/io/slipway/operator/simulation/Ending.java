package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.Reason;
import java.util.Objects;

/** Where a schedule may come to rest. */
final class Ending {

  /** So many looks a settling takes at most. */
  static final int LONGEST = 300;

  /** In milliseconds: so far apart looks are at most. */
  static final long LONGEST_STEP = 8000;

  private Ending() {}

  static boolean isReached(ToyCluster cluster) {
    ModelDeploymentStatus status = cluster.resource.getStatus();
    if (status == null
        || status.rollout() == null
        || !Objects.equals(
            status.observedGeneration(), cluster.resource.getMetadata().getGeneration())
        || cluster.pods.stream().anyMatch(ToyPod::isTerminating)) {
      return false;
    }
    int deployments = cluster.list(Deployment.class).size();
    return switch (status.rollout().state()) {
      case STABLE -> holds(status, ConditionType.READY) && deployments == 1;
      case ROLLED_BACK -> deployments == 1 && holds(status, ConditionType.AVAILABLE);
      case PAUSED -> deployments == 2 && cluster.pods.stream().allMatch(pod -> pod.ready);
      // Steps are asked for, and the serving pods cannot split: only another spec ends that.
      case PREPARING ->
          status
              .condition(ConditionType.STALLED)
              .filter(Condition::holds)
              .filter(it -> it.reason().equals(Reason.TRAFFIC_SPLIT_UNAVAILABLE.value()))
              .isPresent();
      default -> false;
    };
  }

  private static boolean holds(ModelDeploymentStatus status, ConditionType type) {
    return status.condition(type).filter(Condition::holds).isPresent();
  }
}
