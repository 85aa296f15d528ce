package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator observed.
 *
 * @param observedGeneration the generation of the spec that the status is about, -1 before any
 * @param url where callers reach the model inside the cluster
 * @param stable the revision that serves
 * @param candidate the revision that is to replace it
 * @param failedRevisions those not tried again until the spec changes, newest first
 * @param rollout where the version change is
 * @param traffic how callers' requests are split
 * @param conditions one of each {@link ConditionType} that has something to say
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDeploymentStatus(
    @Nullable Long observedGeneration,
    @Nullable String url,
    @Nullable RevisionStatus stable,
    @Nullable RevisionStatus candidate,
    List<FailedRevision> failedRevisions,
    @Nullable RolloutStatus rollout,
    @Nullable TrafficStatus traffic,
    List<Condition> conditions) {

  public ModelDeploymentStatus {
    failedRevisions = Absent.list(failedRevisions);
    conditions = Absent.list(conditions);
  }

  /** The condition of that type, if the status has it. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(condition -> condition.is(type)).findFirst();
  }
}
