package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What came of an action that a person asked for. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record HandledAction(
    @Required @JsonPropertyDescription("The annotation's value.") String value,
    @Nullable @JsonPropertyDescription("What came of it, or why it was ignored.") String outcome,
    @Nullable @JsonPropertyDescription("When, RFC 3339.") String at) {}
