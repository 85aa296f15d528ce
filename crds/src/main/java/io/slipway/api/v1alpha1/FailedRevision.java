package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * A revision that is not tried again until the spec changes. The components' descriptions are the
 * CRD's.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FailedRevision(
    @Required @JsonPropertyDescription("The name of the revision.") String revision,
    @Nullable @JsonPropertyDescription("Why it failed: one of the conditions' reasons.")
        String reason,
    @Nullable @JsonPropertyDescription("The cause in words, the pod's own where it gave any.")
        String message) {}
