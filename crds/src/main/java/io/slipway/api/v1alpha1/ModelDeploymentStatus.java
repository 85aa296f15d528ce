package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator observed. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDeploymentStatus(
    @Nullable
        @JsonPropertyDescription(
            "The generation of the spec that the status is about; -1 before the operator has seen any.")
        Long observedGeneration,
    @Nullable @JsonPropertyDescription("Where callers in the cluster reach the model.") String url,
    @Nullable @JsonPropertyDescription("The revision that serves.") RevisionStatus stable,
    @Nullable @JsonPropertyDescription("The revision that is to replace it.")
        RevisionStatus candidate,
    @JsonPropertyDescription(
            "Revisions that were rolled back; such a one is not tried again until the spec asks for"
                + " something else meanwhile, or by the action retry.")
        List<FailedRevision> failedRevisions,
    @Nullable @JsonPropertyDescription("Where the version change is.") RolloutStatus rollout,
    @Nullable @JsonPropertyDescription("How callers' requests are split.") TrafficStatus traffic,
    @JsonPropertyDescription("What the candidate's checks have found so far.")
        List<CheckStatus> checks,
    @Nullable
        @JsonPropertyDescription(
            "The last value of the annotation slipway.io/action that was acted on or ignored, and"
                + " what came of it.")
        HandledAction lastHandledAction,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, Paused and Available, in the form that kstatus, Argo CD and Flux read.")
        List<Condition> conditions) {

  public ModelDeploymentStatus {
    failedRevisions = Absent.list(failedRevisions);
    checks = Absent.list(checks);
    conditions = Absent.list(conditions);
  }

  /** The condition of that type, if the status has it. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(condition -> condition.is(type)).findFirst();
  }
}
