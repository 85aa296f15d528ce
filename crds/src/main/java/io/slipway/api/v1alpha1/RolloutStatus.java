package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where a version change is.
 *
 * @param state of the rollout's state machine
 * @param step within the state, where it has several
 * @param message what it waits for, in words
 * @param startedAt when the state was entered, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RolloutStatus(
    RolloutState state,
    @Nullable String step,
    @Nullable String message,
    @Nullable String startedAt) {}
