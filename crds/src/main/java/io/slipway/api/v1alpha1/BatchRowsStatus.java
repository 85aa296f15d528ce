package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How many rows the splits had. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchRowsStatus(
    @JsonPropertyDescription("How many rows have a prediction.") long scored,
    @JsonPropertyDescription("How many have an error in place of one.") long errors) {}
