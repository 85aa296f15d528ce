package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How callers' requests are split. Weights are the target's share, like {@code 25%} or {@code
 * 0.5%}.
 *
 * @param target the revision that the weights are of
 * @param desired the weight of the document that was sent to the pods
 * @param observed the weight of what the pods really answered
 * @param acknowledged how many pods go by the document, of how many, like {@code 3/3}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrafficStatus(
    @Nullable String target,
    @Nullable String desired,
    @Nullable String observed,
    @Nullable String acknowledged) {}
