package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * How differently an output is distributed than in the set before. The components' descriptions are
 * the CRD's.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchDriftStatus(
    @Required @JsonPropertyDescription("The output's name.") String output,
    @JsonPropertyDescription("Its population stability index, like '0.0109'.") String index,
    @JsonPropertyDescription(
            "What the index stays below in 95 of 100 cases where nothing has changed.")
        String chance) {}
