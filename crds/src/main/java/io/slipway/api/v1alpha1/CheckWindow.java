package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What was counted while the weight was this one, over all pods. The components' descriptions are
 * the CRD's.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CheckWindow(
    @JsonPropertyDescription("The candidate's weight.") String weight,
    @JsonPropertyDescription("Requests of the stable revision.") long stableRequests,
    @JsonPropertyDescription("Those of them that count against it.") long stableEvents,
    @JsonPropertyDescription("Requests of the candidate.") long candidateRequests,
    @JsonPropertyDescription("Those of them that count against it.") long candidateEvents) {}
