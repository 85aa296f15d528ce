package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A share of callers for the candidate, and what must be seen before the next. The components'
 * descriptions are the CRD's.
 *
 * <p>Its defaults are in the descriptions and not in the schema. What an API server fills in below
 * a list is taken by Argo CD for a difference from Git, for ever.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        RolloutStep.DURATIONS
            + ".exists(d, d == '' || !d.matches('"
            + DurationText.FORM_IN_CEL
            + "')) || (duration("
            + RolloutStep.DURATIONS
            + "[0]) <= duration("
            + RolloutStep.DURATIONS
            + "[1]) && duration("
            + RolloutStep.DURATIONS
            + "[1]) > duration('0s'))",
    message =
        "maxDuration must be above 0s and at least minDuration; when absent, minDuration is "
            + RolloutStep.DEFAULT_MIN_DURATION
            + " and maxDuration "
            + RolloutStep.DEFAULT_MAX_DURATION)
public record RolloutStep(
    @Required
        @Size(max = 8)
        @ValidationRule(value = Weight.RULE, message = "weight " + Weight.SENTENCE)
        @JsonPropertyDescription(
            "The share of callers' requests that the candidate answers, like 25% or 0.5%.")
        String weight,
    @Size(max = 16)
        @ValidationRule(value = DurationText.RULE, message = "minDuration " + DurationText.SENTENCE)
        @JsonPropertyDescription(
            "For how long at least, counted from when every pod goes by the weight. Default: "
                + RolloutStep.DEFAULT_MIN_DURATION
                + ".")
        String minDuration,
    @Min(0)
        @Max(1000000000)
        @JsonPropertyDescription(
            "How many requests the candidate is judged by, at least; 0 makes the step a matter of"
                + " time alone. Default: "
                + RolloutStep.DEFAULT_MIN_SAMPLES
                + ".")
        Integer minSamples,
    @Size(max = 16)
        @ValidationRule(value = DurationText.RULE, message = "maxDuration " + DurationText.SENTENCE)
        @JsonPropertyDescription(
            "For how long at most; without enough evidence by then, onInconclusive says what"
                + " follows. Default: "
                + RolloutStep.DEFAULT_MAX_DURATION
                + ".")
        String maxDuration,
    @Nullable
        @JsonPropertyDescription(
            "Approval: when the step is passed the rollout waits for a person. Default: it goes on.")
        PauseType pause) {

  static final String DEFAULT_MIN_DURATION = "1m";
  static final int DEFAULT_MIN_SAMPLES = 100;
  static final String DEFAULT_MAX_DURATION = "1h";

  /** Both durations in CEL, the lesser first. */
  static final String DURATIONS =
      "[has(self.minDuration) ? self.minDuration : '"
          + DEFAULT_MIN_DURATION
          + "', has(self.maxDuration) ? self.maxDuration : '"
          + DEFAULT_MAX_DURATION
          + "']";

  /** Fills in the defaults that the CRD documents. */
  public RolloutStep {
    minDuration = minDuration == null ? DEFAULT_MIN_DURATION : minDuration;
    minSamples = minSamples == null ? DEFAULT_MIN_SAMPLES : minSamples;
    maxDuration = maxDuration == null ? DEFAULT_MAX_DURATION : maxDuration;
  }
}
