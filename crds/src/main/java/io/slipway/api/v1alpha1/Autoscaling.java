package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** How many pods serve, by what they use. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.minReplicas <= self.maxReplicas",
    message = "maxReplicas must be at least minReplicas, which is 1 when absent")
public record Autoscaling(
    @Default("1") @Min(1) @Max(1000) @JsonPropertyDescription("How many pods serve at least.")
        int minReplicas,
    @Required @Min(1) @Max(1000) @JsonPropertyDescription("How many pods serve at most.")
        int maxReplicas,
    @Default("80")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
            "The share of the CPU that pods request which they are to use, in per cent; resources.requests.cpu must be set.")
        int targetCPUUtilizationPercentage) {

  /** What else must be said where {@code autoscaling} is, as CEL on the object that it is in. */
  static final String RULE =
      "!has(self.autoscaling) || (has(self.resources) && has(self.resources.requests)"
          + " && 'cpu' in self.resources.requests"
          + " && quantity(string(self.resources.requests['cpu'])).isGreaterThan(quantity('0')))";

  /** What is said where it is not. */
  static final String SENTENCE =
      "set resources.requests.cpu, like 500m: autoscaling goes by how much of it the pods use";

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public Autoscaling {
    minReplicas = minReplicas == 0 ? 1 : minReplicas;
    targetCPUUtilizationPercentage =
        targetCPUUtilizationPercentage == 0 ? 80 : targetCPUUtilizationPercentage;
  }
}
