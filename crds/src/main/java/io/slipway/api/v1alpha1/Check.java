package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What the candidate is judged by. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Check(
    @Required @Size(max = 63) @JsonPropertyDescription("What the status calls the check.")
        String name,
    @Required
        @JsonPropertyDescription(
            "Failures: requests that failed. SlowerThan: requests that took longer than objective. PredictionDrift: the distribution of an output. Disagreement: answers to the same request that differ, while shadowing. Prometheus: a query and a condition.")
        CheckType type,
    @Nullable
        @JsonPropertyDescription(
            "Abort: a candidate that fails the check is rolled back. Report: the status says so. Default: Abort for Failures, SlowerThan and Prometheus, Report for PredictionDrift and Disagreement, since a new version is meant to differ.")
        CheckAction action,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription(
            "Failures, SlowerThan: how many times the stable revision's odds are still no harm. Default: 1.5.")
        String maxOddsRatio,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription(
            "SlowerThan: what a request may take, like 250ms or 2s; rounded up to the next bound of the pods' histogram.")
        String objective,
    @Nullable
        @Size(max = 256)
        @JsonPropertyDescription("PredictionDrift, Disagreement: which output. Default: all.")
        String output,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription(
            "PredictionDrift: the largest population stability index, beyond its sampling noise. Default: 0.2.")
        String maxPsi,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription(
            "Disagreement: how many rows may be classified otherwise, like 2%. Default: 5%.")
        String maxRate,
    @Nullable
        @Size(max = 4096)
        @JsonPropertyDescription(
            "Prometheus: a query whose result is one number. The operator's configuration says where Prometheus is.")
        String query,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription(
            "Prometheus: what must be so of the number, like '< 0.01' or '>= 0.95'.")
        String condition) {

  /** What follows when it fails. */
  public CheckAction actionOrDefault() {
    if (action != null) {
      return action;
    }
    return type == CheckType.PREDICTION_DRIFT || type == CheckType.DISAGREEMENT
        ? CheckAction.REPORT
        : CheckAction.ABORT;
  }
}
