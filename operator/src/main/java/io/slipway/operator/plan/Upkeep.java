package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.plan.Step.Precondition.Unchanged;

/**
 * Writes that are no unfinished business: who waits for a version change need not wait for them.
 *
 * @param facts what is there
 */
record Upkeep(Facts facts) {

  /**
   * Whether a step is one: the autoscaler's bounds move, pods that it added are told of the
   * traffic, or those that are yet to come of what others found out.
   */
  boolean includes(Step step) {
    return switch (step) {
      case Step.Apply apply ->
          apply.precondition() instanceof Unchanged
              && (apply.object() instanceof HorizontalPodAutoscaler || movesNoTraffic(apply));
      case Step.PushTraffic push -> isAutoscaled();
      case Step.AnnotatePod annotate -> isAutoscaled();
      case Step.LabelPod label -> false;
      case Step.SuspendJob suspend -> false;
      case Step.Submit submit -> false;
      case Step.Withdraw withdraw -> false;
      case Step.Delete delete -> false;
    };
  }

  private boolean isAutoscaled() {
    return facts.scaling().wanted() != null;
  }

  private boolean movesNoTraffic(Step.Apply apply) {
    return apply.object() instanceof ConfigMap wanted
        && facts
            .traffic()
            .configMap()
            .filter(live -> TrafficConfigMap.movesNoTraffic(wanted, live))
            .isPresent();
  }
}
