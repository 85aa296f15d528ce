package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator observed of a schedule. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScheduledBatchScoringStatus(
    @Nullable
        @JsonPropertyDescription(
            "The generation of the spec that the status is about; -1 before the operator has seen"
                + " any.")
        Long observedGeneration,
    @JsonPropertyDescription("The runs that are not finished: the 20 that were begun last.")
        List<String> active,
    @Nullable
        @JsonPropertyDescription("How many older runs are not finished either; absent for none.")
        Integer moreActive,
    @Nullable @JsonPropertyDescription("For what time a run was begun last, RFC 3339.")
        String lastScheduleTime,
    @Nullable @JsonPropertyDescription("When a run last published its set, RFC 3339.")
        String lastSuccessfulTime,
    @Nullable
        @JsonPropertyDescription("When the next run begins, RFC 3339; absent while suspended.")
        String nextScheduleTime,
    @Nullable @JsonPropertyDescription("The name of the run that was begun last.") String lastRun,
    @Nullable @JsonPropertyDescription("The service that looks predictions up.")
        BatchLookupStatus lookup,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, Paused and Available, in the form that kstatus, Argo CD"
                + " and Flux read.")
        List<Condition> conditions) {

  public ScheduledBatchScoringStatus {
    active = Absent.list(active);
    conditions = Absent.list(conditions);
  }

  /** The condition of that type, if the status has it. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(condition -> condition.is(type)).findFirst();
  }
}
