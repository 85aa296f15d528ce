package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The service that looks predictions up. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchLookupStatus(
    @JsonPropertyDescription("Where callers in the cluster reach it.") String url,
    @JsonPropertyDescription("How many of its pods are ready.") int readyReplicas) {}
