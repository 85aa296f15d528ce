package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * How callers' requests are split; weights are the target's share, like {@code 25%} or {@code
 * 0.5%}. The components' descriptions are the CRD's.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrafficStatus(
    @Nullable
        @JsonPropertyDescription(
            "The revision that the weights are of: the candidate, and at rest the one that serves.")
        String target,
    @Nullable
        @JsonPropertyDescription("The weight that the pods were told, like 25%; absent at rest.")
        String desired,
    @Nullable
        @JsonPropertyDescription(
            "The share that the target really got since the weight was set, as the pods count it.")
        String observed,
    @Nullable
        @JsonPropertyDescription(
            "The share of requests that the target scores as copies, like 100%.")
        String shadow,
    @Nullable
        @JsonPropertyDescription(
            "How many pods go by the newest traffic document, of how many, like 3/3.")
        String acknowledged) {}
