package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How long a promoted revision is on probation. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Bake(
    @Default(Bake.DEFAULT_DURATION)
        @Size(max = 16)
        @ValidationRule(
            value = DurationText.RULE,
            message = "bake.duration " + DurationText.SENTENCE)
        @JsonPropertyDescription(
            "For how long the previous revision stays warm, and the new one is judged, after callers were moved.")
        String duration) {

  static final String DEFAULT_DURATION = "15m";

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public Bake {
    duration = duration == null ? DEFAULT_DURATION : duration;
  }
}
