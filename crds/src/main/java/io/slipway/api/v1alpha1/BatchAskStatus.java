package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A set that readers are to see. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchAskStatus(
    @JsonPropertyDescription("The number of the set.") long setId,
    @JsonPropertyDescription("The generation of the spec that first asked for it.")
        long generation) {}
