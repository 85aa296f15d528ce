package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A revision as its pods report it.
 *
 * @param revision its name, {@code <name>-<hash>}
 * @param version of the model: the digest's first twelve hex digits
 * @param digest of the model, pinned
 * @param executionProvider what the loaded model really runs on, absent until a pod has said so
 * @param readyReplicas how many of its pods are ready
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RevisionStatus(
    String revision,
    @Nullable String version,
    @Nullable String digest,
    @Nullable String executionProvider,
    int readyReplicas) {}
