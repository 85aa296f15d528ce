package io.slipway.operator.observe;

import io.slipway.api.v1alpha1.ModelDeployment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a plan is made from.
 *
 * <p>An observation is never older than the operator's own last write to any of its objects
 * (read-your-own-writes); it may be older than what others wrote.
 *
 * @param now the time of the observation: the only clock that a plan knows
 * @param epoch the leader's epoch: one higher than any that was found in a traffic document or in a
 *     pod's report when this process became the leader
 * @param settings the operator's own configuration
 * @param resource the ModelDeployment as last seen, with its status
 * @param owned the objects labelled as the resource's
 * @param reports what pods answered to {@code GET /status}, by pod UID; a pod that did not answer
 *     is absent
 * @param mountFailures what the kubelet says of mounts that it cannot find, by the UID of a pod
 * @param measurements what queries of checks gave, by the name of the check
 * @param registry what the registry says of the version or alias that the spec names
 * @param silent the UIDs of pods that answered before and have stopped to
 * @param refusals what the API server refused when the last plan for this resource was applied;
 *     empty once everything was accepted
 */
public record Observation(
    Instant now,
    long epoch,
    OperatorSettings settings,
    ModelDeployment resource,
    OwnedObjects owned,
    Map<String, PodReport> reports,
    Map<String, String> mountFailures,
    Map<String, Measurement> measurements,
    RegistryAnswer registry,
    Set<String> silent,
    List<Refusal> refusals) {

  public Observation {
    reports = Map.copyOf(reports);
    mountFailures = Map.copyOf(mountFailures);
    measurements = Map.copyOf(measurements);
    silent = Set.copyOf(silent);
    refusals = List.copyOf(refusals);
  }

  /** The report of the pod with this UID, if it answered. */
  public Optional<PodReport> report(String podUid) {
    return Optional.ofNullable(reports.get(podUid));
  }
}
