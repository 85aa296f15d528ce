package io.slipway.operator.batch.observe;

import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.operator.observe.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that a plan of a run is made from. It is never older than the operator's own last
 * write to any of its objects.
 *
 * @param now the time of the observation: the only clock that a plan knows
 * @param resource the BatchScoring as last seen, with its status
 * @param owned the objects labelled as the run's
 * @param mountFailures what the kubelet says of mounts that it cannot find, by the UID of a pod
 * @param spark what there is of other operators' Spark applications
 * @param model which model the spec means now; asked for only until the run has pinned it
 * @param refusals what the API server refused when the last plan was applied
 */
public record RunObservation(
    Instant now,
    BatchSettings settings,
    BatchScoring resource,
    RunObjects owned,
    Map<String, String> mountFailures,
    SparkOperators spark,
    ModelAnswer model,
    List<Refusal> refusals) {

  public RunObservation {
    mountFailures = Map.copyOf(mountFailures);
    refusals = List.copyOf(refusals);
  }
}
