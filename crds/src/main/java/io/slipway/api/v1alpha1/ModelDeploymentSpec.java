package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/**
 * What the user asks for. The components' descriptions are the CRD's.
 *
 * <p>Kubernetes' own types in it are mutable: treat them as values.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.gpu) || has(self.runtime)"
            + " || !has(self.model.format) || self.model.format != 'PMML'",
    message =
        "remove gpu: PMML is scored on CPUs. Only ONNX models, or a runtime.image of your own,"
            + " use a GPU")
@ValidationRule(
    value =
        "!has(self.resources) || !["
            + "has(self.resources.limits) ? self.resources.limits.exists(k, k.startsWith('nvidia.com/')"
            + " || (has(self.gpu) && k == self.gpu.resourceName)) : false,"
            + "has(self.resources.requests) ? self.resources.requests.exists(k, k.startsWith('nvidia.com/')"
            + " || (has(self.gpu) && k == self.gpu.resourceName)) : false].exists(found, found)",
    message = "ask for GPUs with gpu.count and gpu.resourceName, not in resources")
@ValidationRule(value = Autoscaling.RULE, message = Autoscaling.SENTENCE)
@ValidationRule(
    value = "has(self.gpu) || !has(self.rollout) || self.rollout.whenScarce != 'Replace'",
    message =
        "remove rollout.whenScarce: Replace is for pods with a GPU (spec.gpu), where a second"
            + " one is seldom free")
@ValidationRule(
    value =
        "!has(self.gpu) || !has(self.rollout) || self.rollout.whenScarce != 'Replace'"
            + " || (!has(self.autoscaling) && self.replicas > 1)",
    message =
        "set replicas to 2 or more and remove autoscaling, or remove rollout.whenScarce: with"
            + " Replace pods are replaced one by one while others answer")
public record ModelDeploymentSpec(
    @Required @JsonPropertyDescription("Which model, and where its bytes are.") ModelSource model,
    @Default("1") @Min(1) @Max(1000) @JsonPropertyDescription("How many pods serve the model.")
        int replicas,
    @Nullable
        @JsonPropertyDescription(
            "CPU and memory of each pod's container, as in a Pod. Default: no limits, and what a"
                + " LimitRange of the namespace says.")
        ResourceRequirements resources,
    @Nullable @JsonPropertyDescription("The GPUs of each pod. Default: none.") Gpu gpu,
    @Nullable
        @JsonPropertyDescription(
            "A team's own server in place of Slipway's, for formats that it does not know.")
        CustomRuntime runtime,
    @Nullable
        @JsonPropertyDescription(
            "What else the pods need. A change of it makes a new revision. The rest of the pods,"
                + " their security above all, is Slipway's.")
        PodTemplate podTemplate,
    @Nullable
        @JsonPropertyDescription(
            "How callers are moved to a new revision. Default: all at once, when all of its pods"
                + " are ready. A change of it makes no revision.")
        Rollout rollout,
    @Nullable
        @JsonPropertyDescription(
            "How many pods serve, by what they use, in place of replicas. Default: replicas.")
        Autoscaling autoscaling) {

  /** How many pods serve where the spec does not say. */
  public static final int DEFAULT_REPLICAS = 1;

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public ModelDeploymentSpec {
    replicas = replicas == 0 ? DEFAULT_REPLICAS : replicas;
  }

  /** A spec that moves callers all at once, to a fixed number of pods. */
  public ModelDeploymentSpec(
      ModelSource model,
      int replicas,
      @Nullable ResourceRequirements resources,
      @Nullable Gpu gpu,
      @Nullable CustomRuntime runtime,
      @Nullable PodTemplate podTemplate) {
    this(model, replicas, resources, gpu, runtime, podTemplate, null, null);
  }

  /** How callers are moved, {@link Rollout#NONE} where the spec does not say. */
  public Rollout rolloutOrNone() {
    return rollout == null ? Rollout.NONE : rollout;
  }

  /** The pod template, {@link PodTemplate#NONE} where the spec has none. */
  public PodTemplate podTemplateOrNone() {
    return podTemplate == null ? PodTemplate.NONE : podTemplate;
  }
}
