package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What must be so of a set before readers see it. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchValidation(
    @Default(BatchValidation.DEFAULT_MAX_ERROR_RATE)
        @Size(max = 8)
        @ValidationRule(
            value = "self.matches('" + Weight.FORM_IN_CEL + "')",
            message =
                "maxErrorRate must be a percentage from 0% to 100% with at most two decimals,"
                    + " like 0.1%")
        @JsonPropertyDescription(
            "How many of the rows may have an error in place of a prediction, like 0.1%.")
        String maxErrorRate,
    @Default("0")
        @Min(0)
        @Max(1000000000000L)
        @JsonPropertyDescription("How many rows there are at least.")
        long minRows,
    @Nullable
        @Size(max = 8)
        @ValidationRule(
            value = "self.matches('^[0-9]{1,4}([.][0-9]{1,2})?%$')",
            message = "maxRowDelta must be a percentage with at most two decimals, like 20%")
        @JsonPropertyDescription(
            "By how much the number of rows may differ from the previous set's, like 20%. Default:"
                + " by any number.")
        String maxRowDelta,
    @Nullable
        @Size(max = 8)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{1,2}([.][0-9]{1,4})?$') && double(self) > 0.0"
                    + " && double(self) <= 10.0",
            message = "maxDrift must be a number above 0 and up to 10 in quotes, like '0.25'")
        @JsonPropertyDescription(
            "The largest population stability index of an output against the previous set, less what"
                + " chance makes of it, like '0.25'. Default: any.")
        String maxDrift) {

  static final String DEFAULT_MAX_ERROR_RATE = "0%";

  /** Where the spec says nothing. */
  public static final BatchValidation DEFAULT =
      new BatchValidation(DEFAULT_MAX_ERROR_RATE, 0, null, null);

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public BatchValidation {
    maxErrorRate = maxErrorRate == null ? DEFAULT_MAX_ERROR_RATE : maxErrorRate;
  }
}
