package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A revision as its pods report it. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RevisionStatus(
    @Required
        @JsonPropertyDescription(
            "The name of the revision, its Deployment and its headless Service.")
        String revision,
    @Nullable
        @JsonPropertyDescription(
            "The version of the model, as answers and metrics name it: its number in the registry, or"
                + " the first twelve hex digits of its digest.")
        String version,
    @Nullable @JsonPropertyDescription("The sha256 of the model's bytes, pinned.") String digest,
    @Nullable
        @JsonPropertyDescription(
            "What the loaded model really runs on, as its pods report it: CPU or CUDA.")
        String executionProvider,
    @JsonPropertyDescription("How many of its pods are ready.") int readyReplicas) {}
