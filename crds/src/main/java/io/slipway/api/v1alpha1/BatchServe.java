package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/** A service that looks predictions up. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "(self.onStale == 'FallbackOnline') == has(self.fallbackUrl)",
    message = "give fallbackUrl with onStale FallbackOnline, and only then")
@ValidationRule(value = Autoscaling.RULE, message = Autoscaling.SENTENCE)
public record BatchServe(
    @Default("2") @Min(1) @Max(100) @JsonPropertyDescription("How many pods answer look-ups.")
        int replicas,
    @Nullable
        @Size(max = 16)
        @ValidationRule(
            value = DurationText.RULE + DurationText.AND_ABOVE_ZERO,
            message = "maxStaleness " + DurationText.SENTENCE + ", and above 0s")
        @JsonPropertyDescription(
            "How old a prediction may be, like 26h; onStale says what callers get of an older one."
                + " Default: any age.")
        String maxStaleness,
    @Default("Serve")
        @JsonPropertyDescription(
            "Serve: the prediction, with its age. Reject: none. FallbackOnline: what the model at"
                + " fallbackUrl answers, given the features in the request.")
        StalePolicy onStale,
    @Nullable
        @Size(max = 1024)
        @ValidationRule(
            value = "self.matches('^https?://[^/?#@]+/v1/models/[^/?#]+:predict$')",
            message =
                "fallbackUrl must be http://HOST/v1/models/NAME:predict, where HOST may be the name"
                    + " of a ModelDeployment of this namespace")
        @JsonPropertyDescription(
            "FallbackOnline: where the model answers, http://HOST/v1/models/NAME:predict; HOST may"
                + " be the name of a ModelDeployment of the same namespace.")
        String fallbackUrl,
    @Nullable
        @Size(max = 253)
        @JsonPropertyDescription(
            "A Secret of the same namespace whose key tokens says who may read and who may go back"
                + " to an earlier set. Default: who reaches the Service may read.")
        String tokensSecret,
    @Nullable
        @JsonPropertyDescription(
            "CPU and memory of each pod's container, as in a Pod. Default: no limits, and what a"
                + " LimitRange of the namespace says.")
        ResourceRequirements resources,
    @Nullable
        @JsonPropertyDescription(
            "What else the pods need. The rest of them, their security above all, is Slipway's.")
        PodTemplate podTemplate,
    @Nullable
        @JsonPropertyDescription(
            "How many pods answer look-ups, by what they use, in place of replicas. Default:"
                + " replicas.")
        Autoscaling autoscaling) {

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public BatchServe {
    replicas = replicas == 0 ? 2 : replicas;
    onStale = onStale == null ? StalePolicy.SERVE : onStale;
  }

  /** How many ready pods fulfil it: an autoscaler that adds more is no unfinished business. */
  public int leastReplicas() {
    return autoscaling == null ? replicas : autoscaling.minReplicas();
  }

  /** The pod template, {@link PodTemplate#NONE} where the spec has none. */
  public PodTemplate podTemplateOrNone() {
    return podTemplate == null ? PodTemplate.NONE : podTemplate;
  }
}
