package io.slipway.operator.batch.plan;

import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.operator.plan.Step;
import java.util.List;

/**
 * What a run is at, as it is told while it goes on.
 *
 * @param message what is done, without a stop at its end
 */
record Stage(BatchPhase phase, BatchReason reason, String message) {

  Course going(List<Step> steps) {
    return Course.going(phase, reason, message, steps);
  }

  /** The same with more to say. */
  Course going(BatchReason because, String more, List<Step> steps) {
    return Course.going(phase, because, message + "; " + more, steps);
  }
}
