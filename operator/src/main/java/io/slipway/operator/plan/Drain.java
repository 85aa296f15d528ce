package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.observe.OperatorSettings.Timing;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Decision.Steps;
import io.slipway.operator.status.Statuses;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether callers have left a revision's pods. Counting begins when no Service and no document
 * leads to them any more; what is still on the way then, from a slow kube-proxy or on a kept
 * connection, is answered until nothing comes.
 *
 * @param timing the waits
 * @param elapsed for how long nothing has led to the pods
 */
record Drain(Timing timing, Duration elapsed) {

  /**
   * Of the resource's state as its status has it; it begins now where the status tells of another.
   */
  static Drain of(Facts facts, RolloutState state) {
    Instant now = facts.observation().now();
    Instant since = Statuses.since(facts.resource(), now, state, Steps.DRAINING);
    return new Drain(facts.observation().settings().timing(), Duration.between(since, now));
  }

  /** Whether the revision's pods may go. */
  boolean isOver(RevisionFacts revision) {
    return revision.pods().stream().allMatch(this::isQuiet);
  }

  private boolean isQuiet(PodFacts pod) {
    if (pod.fresh().isEmpty() && !pod.ready() && !pod.inOwnSlices() && !pod.inEntrySlices()) {
      // Nobody is led to it, and nobody answers on it. Pods and slices are seen at different times:
      // one that is not ready by what is known of it may be again.
      return true;
    }
    return pod.fresh()
        .flatMap(PodReport::requests)
        .map(this::isQuiet)
        .orElseGet(() -> elapsed.compareTo(timing.blindDrain()) >= 0);
  }

  private boolean isQuiet(PodReport.Requests requests) {
    boolean neverUsed = requests.callers() == 0 && requests.hops() == 0;
    boolean longQuiet =
        elapsed.compareTo(timing.minimumDrain()) >= 0
            && requests
                .sinceLastCaller()
                .filter(since -> since.compareTo(timing.quiet()) < 0)
                .isEmpty();
    return requests.inFlight() == 0 && (neverUsed || longQuiet);
  }
}
