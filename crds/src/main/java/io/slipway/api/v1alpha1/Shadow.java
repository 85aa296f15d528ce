package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How requests are copied to the candidate before it gets callers. The components' descriptions are
 * the CRD's.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Shadow(
    @Default("100")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "How many of 100 requests the candidate scores too, without answering them.")
        int percent,
    @Default("500")
        @Min(0)
        @Max(1000000000)
        @JsonPropertyDescription(
            "How many pairs of answers are compared before the first step; 0: as many as come within maxDuration.")
        Integer minSamples,
    @Default(Shadow.DEFAULT_MAX_DURATION)
        @Size(max = 16)
        @ValidationRule(
            value = DurationText.RULE + DurationText.AND_ABOVE_ZERO,
            message = "shadow.maxDuration " + DurationText.SENTENCE + ", and above 0s")
        @JsonPropertyDescription(
            "For how long at most; with fewer pairs by then, onInconclusive says what follows.")
        String maxDuration) {

  static final String DEFAULT_MAX_DURATION = "30m";

  private static final int DEFAULT_MIN_SAMPLES = 500;

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public Shadow {
    percent = percent == 0 ? 100 : percent;
    minSamples = minSamples == null ? DEFAULT_MIN_SAMPLES : minSamples;
    maxDuration = maxDuration == null ? DEFAULT_MAX_DURATION : maxDuration;
  }
}
