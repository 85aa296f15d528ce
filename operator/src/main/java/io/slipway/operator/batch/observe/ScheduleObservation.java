package io.slipway.operator.batch.observe;

import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.operator.observe.Refusal;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a plan of a schedule is made from. It is never older than the operator's own last
 * write to any of its objects.
 *
 * @param now the time of the observation: the only clock that a plan knows
 * @param runs the BatchScorings labelled as the schedule's
 * @param owned the objects of its look-ups
 * @param refusals what the API server refused when the last plan was applied
 */
public record ScheduleObservation(
    Instant now,
    BatchSettings settings,
    ScheduledBatchScoring resource,
    List<BatchScoring> runs,
    RunObjects owned,
    List<Refusal> refusals) {

  public ScheduleObservation {
    runs = List.copyOf(runs);
    refusals = List.copyOf(refusals);
  }
}
