package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * A revision that was rolled back, and is not tried again by itself. The components' descriptions
 * are the CRD's.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FailedRevision(
    @Required @JsonPropertyDescription("The name of the revision.") String revision,
    @Required @JsonPropertyDescription("Why, as one word.") String reason,
    @Nullable @JsonPropertyDescription("Why, with the numbers or the pods' own words.")
        String message,
    @Nullable @JsonPropertyDescription("When it was given up, RFC 3339.") String failedAt) {}
