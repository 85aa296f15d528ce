package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator observed of a run. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchScoringStatus(
    @Nullable
        @JsonPropertyDescription(
            "The generation of the spec that the status is about; -1 before the operator has seen"
                + " any.")
        Long observedGeneration,
    @Nullable @JsonPropertyDescription("Where the run is.") BatchPhase phase,
    @Nullable @JsonPropertyDescription("The model that scores.") BatchModelStatus model,
    @Nullable
        @JsonPropertyDescription(
            "What decides the run: model, input, parameters and nonce, as one sha256.")
        String runId,
    @Nullable @JsonPropertyDescription("The sha256 of the list of splits.") String planDigest,
    @Nullable @JsonPropertyDescription("How far the splits are.") BatchSplitsStatus splits,
    @Nullable @JsonPropertyDescription("How many rows the splits had that are done.")
        BatchRowsStatus rows,
    @Nullable @JsonPropertyDescription("The share of the splits that is scored, like 42%.")
        String progress,
    @Nullable
        @JsonPropertyDescription(
            "How long the splits that are left will take, by how long those before took. Absent"
                + " until one is done.")
        Long estimatedSecondsLeft,
    @JsonPropertyDescription(
            "How differently outputs are distributed than in the set that readers saw before: the"
                + " ten that differ most.")
        List<BatchDriftStatus> drift,
    @JsonPropertyDescription(
            "What could not be held against the set that readers saw before, and why: whole sets,"
                + " or outputs, of which five are named.")
        List<String> driftNotJudged,
    @Nullable @JsonPropertyDescription("The number of the set that the run made.") Long setId,
    @Nullable @JsonPropertyDescription("The number of the set that readers saw before.")
        Long previousSetId,
    @Nullable
        @JsonPropertyDescription(
            "The number of the set that this resource last let readers see; another run may have"
                + " published since.")
        Long activeSetId,
    @Nullable @JsonPropertyDescription("The last publish.setId that was acted upon.")
        Long handledSetId,
    @Nullable
        @JsonPropertyDescription(
            "The set that readers are to see, while that is not done: it is named by the edit that"
                + " asked for it, whatever is edited since.")
        BatchAskStatus asked,
    @Nullable @JsonPropertyDescription("When readers first saw the run's set, RFC 3339.")
        String publishedAt,
    @Nullable @JsonPropertyDescription("When the run began, RFC 3339.") String startedAt,
    @Nullable @JsonPropertyDescription("When the run ended, RFC 3339.") String finishedAt,
    @Nullable @JsonPropertyDescription("The service that looks predictions up.")
        BatchLookupStatus lookup,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, Paused and Available, in the form that kstatus, Argo CD"
                + " and Flux read.")
        List<Condition> conditions) {

  public BatchScoringStatus {
    drift = Absent.list(drift);
    driftNotJudged = Absent.list(driftNotJudged);
    conditions = Absent.list(conditions);
  }

  /** The condition of that type, if the status has it. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(condition -> condition.is(type)).findFirst();
  }
}
