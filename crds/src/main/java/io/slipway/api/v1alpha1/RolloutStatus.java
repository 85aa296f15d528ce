package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import org.jspecify.annotations.Nullable;

/** Where a version change is. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RolloutStatus(
    // Text in the schema, so that a newer operator may write states that this CRD does not list.
    @SchemaFrom(type = String.class)
        @JsonPropertyDescription(
            "Resolving, Stable, Preparing, Shadowing, Stepping, Paused, Promoting, Baking, Reverting,"
                + " RollingBack, RolledBack, Superseding or Cancelled.")
        RolloutState state,
    @Nullable
        @JsonPropertyDescription(
            "The step within the state, where it has several: a number from 1 for the steps of the"
                + " spec, a word for those of a promotion.")
        String step,
    @Nullable
        @JsonPropertyDescription(
            "Names this version change: traffic documents and counters carry it.")
        String id,
    @Nullable
        @JsonPropertyDescription(
            "Why it is here: a check, a person's action, a pod's failure or a rule of the spec.")
        String cause,
    @Nullable
        @JsonPropertyDescription(
            "By what evidence or whose word callers were moved on: Evidence, Time, or what"
                + " overruled them.")
        String basis,
    @Nullable @JsonPropertyDescription("What it waits for, in words.") String message,
    @Nullable @JsonPropertyDescription("When this state and step were entered, RFC 3339.")
        String startedAt,
    @Nullable
        @JsonPropertyDescription("The most pods of the candidate that were ever ready at once.")
        Integer mostReady,
    @Nullable
        @JsonPropertyDescription(
            "When that number last rose, or the candidate was chosen, RFC 3339.")
        String progressedAt,
    @Nullable
        @JsonPropertyDescription(
            "Since when every pod goes by the weight, and the step's time counts, RFC 3339.")
        String judgedSince,
    @Nullable @JsonPropertyDescription("When the checks' numbers were taken, RFC 3339.")
        String judgedAt) {}
