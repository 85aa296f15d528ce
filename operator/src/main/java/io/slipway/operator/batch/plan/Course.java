package io.slipway.operator.batch.plan;

import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.operator.batch.status.Standing;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.plan.Step;
import java.util.List;

/**
 * Where a run is.
 *
 * @param steps to get further
 */
record Course(BatchPhase phase, Standing standing, List<Step> steps) {

  static Course of(BatchPhase phase, State state, Why why, List<Step> steps) {
    return new Course(phase, Standing.of(state, why), steps);
  }

  static Course going(BatchPhase phase, BatchReason reason, String message, List<Step> steps) {
    return of(phase, State.RECONCILING, Why.of(reason, message), steps);
  }

  /** Whether something is waited for that no person has to do. */
  boolean isUnderWay() {
    return standing.state() == State.RECONCILING;
  }
}
