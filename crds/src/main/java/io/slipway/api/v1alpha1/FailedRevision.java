package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A revision that is not tried again until its spec changes.
 *
 * @param revision its name
 * @param reason why it failed, a {@link Reason}'s value
 * @param message the cause in words, the pod's own where it gave any
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FailedRevision(String revision, @Nullable String reason, @Nullable String message) {}
