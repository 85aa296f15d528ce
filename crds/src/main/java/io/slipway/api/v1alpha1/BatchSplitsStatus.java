package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How far the splits are. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchSplitsStatus(
    @JsonPropertyDescription("How many there are.") int total,
    @JsonPropertyDescription("How many are scored.") int committed,
    @JsonPropertyDescription("How many were given up.") int failed) {}
