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
            "Resolving, Stable, Preparing, Promoting, Reverting, RollingBack, RolledBack, Superseding or"
                + " Cancelled.")
        RolloutState state,
    @Nullable @JsonPropertyDescription("The step within the state, where it has several.")
        String step,
    @Nullable @JsonPropertyDescription("What it waits for, in words.") String message,
    @Nullable @JsonPropertyDescription("When this state and step were entered, RFC 3339.")
        String startedAt) {}
