package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The model that the run was resolved to. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchModelStatus(
    @JsonPropertyDescription("The model's name.") String name,
    @Nullable
        @JsonPropertyDescription(
            "Its version: the registry's number, or the first digits of its digest.")
        String version,
    @Nullable @JsonPropertyDescription("The sha256 of the bytes that score.") String digest,
    @Nullable @JsonPropertyDescription("PMML or ONNX.") String format) {}
