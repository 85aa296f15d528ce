package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What the candidate is judged by. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.type != 'SlowerThan' || has(self.objective)",
    message = "give a check of type SlowerThan an objective, like objective: 250ms")
@ValidationRule(
    value = "self.type == 'SlowerThan' || !has(self.objective)",
    message = "remove objective: only a check of type SlowerThan has one")
@ValidationRule(
    value = "self.type != 'Prometheus' || (has(self.query) && has(self.condition))",
    message =
        "give a check of type Prometheus a query and a condition on its number, like condition:"
            + " '< 0.01'")
@ValidationRule(
    value = "self.type == 'Prometheus' || !(has(self.query) || has(self.condition))",
    message = "remove query and condition: only a check of type Prometheus has them")
@ValidationRule(
    value = "self.type in ['Failures', 'SlowerThan'] || !has(self.maxOddsRatio)",
    message = "remove maxOddsRatio: only checks of type Failures and SlowerThan have it")
@ValidationRule(
    value = "self.type in ['PredictionDrift', 'Disagreement'] || !has(self.output)",
    message = "remove output: only checks of type PredictionDrift and Disagreement have it")
@ValidationRule(
    value = "self.type == 'PredictionDrift' || !has(self.maxPsi)",
    message = "remove maxPsi: only a check of type PredictionDrift has it")
@ValidationRule(
    value = "self.type == 'Disagreement' || !has(self.maxRate)",
    message = "remove maxRate: only a check of type Disagreement has it")
public record Check(
    @Required
        @Size(max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "a check's name must be lower-case letters, digits and hyphens, beginning and"
                    + " ending with a letter or digit, like failures")
        @JsonPropertyDescription("What the status calls the check.")
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
        @ValidationRule(
            value =
                "self.matches('^[0-9]{1,3}([.][0-9]{1,4})?$') && double(self) > 1.0"
                    + " && double(self) <= 100.0",
            message = "maxOddsRatio must be a number above 1 and up to 100 in quotes, like '1.5'")
        @JsonPropertyDescription(
            "Failures, SlowerThan: how many times the stable revision's odds are still no harm. Default: 1.5.")
        String maxOddsRatio,
    @Nullable
        @Size(max = 16)
        @ValidationRule(
            value =
                DurationText.RULE
                    + DurationText.AND_ABOVE_ZERO
                    + " && duration(self) <= duration('100s')",
            message = "objective " + DurationText.SENTENCE + ", above 0s and up to 100s")
        @JsonPropertyDescription(
            "SlowerThan: what a request may take, like 250ms or 2s; rounded up to the next bound of the pods' histogram.")
        String objective,
    @Nullable
        @Size(min = 1, max = 256)
        @JsonPropertyDescription("PredictionDrift, Disagreement: which output. Default: all.")
        String output,
    @Nullable
        @Size(max = 8)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{1,2}([.][0-9]{1,4})?$') && double(self) > 0.0"
                    + " && double(self) <= 10.0",
            message = "maxPsi must be a number above 0 and up to 10 in quotes, like '0.2'")
        @JsonPropertyDescription(
            "PredictionDrift: the largest population stability index, beyond its sampling noise. Default: 0.2.")
        String maxPsi,
    @Nullable
        @Size(max = 8)
        @ValidationRule(value = Weight.RULE, message = "maxRate " + Weight.SENTENCE)
        @JsonPropertyDescription(
            "Disagreement: how many rows may be classified otherwise, like 2%. Default: 5%.")
        String maxRate,
    @Nullable
        @Size(max = 4096)
        @ValidationRule(
            value = "self.trim() != ''",
            message = "query must be an expression of PromQL, like sum(rate(errors_total[5m]))")
        @JsonPropertyDescription(
            "Prometheus: a query whose result is one number. The operator's configuration says where Prometheus is.")
        String query,
    @Nullable
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^(<|<=|>|>=|==|!=) *-?[0-9]{1,15}([.][0-9]{1,15})?$')",
            message =
                "condition must be one of <, <=, >, >=, == and != before a number, like '< 0.01'"
                    + " or '>= 0.95'")
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
