package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The GPUs of each pod. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Gpu(
    @Default("1") @Min(1) @Max(64) @JsonPropertyDescription("How many GPUs each pod gets.")
        int count,
    @Default(Gpu.DEFAULT_RESOURCE_NAME)
        @Size(max = 512)
        @ValidationRule(
            value =
                "size(self) <= 253"
                    + " && self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$')"
                    + " && !self.matches('^([^/]*[.])?kubernetes[.]io/')",
            message =
                "gpu.resourceName must be an extended resource of a device plugin, like"
                    + " nvidia.com/gpu or nvidia.com/mig-1g.10gb")
        @JsonPropertyDescription(
            "The extended resource that the nodes' device plugin offers, such as nvidia.com/gpu,"
                + " nvidia.com/gpu.shared or nvidia.com/mig-1g.10gb.")
        String resourceName,
    @Nullable
        @Size(max = 253)
        @JsonPropertyDescription(
            "The RuntimeClass of the pods, where the GPU's container runtime is not the nodes'"
                + " default. Often nvidia.")
        String runtimeClassName,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Labels that a node must have for pods with a GPU, beside those of"
                + " podTemplate.nodeSelector.")
        Map<String, String> nodeSelector,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Taints that pods with a GPU tolerate, beside those of podTemplate.tolerations.")
        List<Toleration> tolerations,
    @Default("Required")
        @JsonPropertyDescription(
            "What happens where there is no GPU to be had. Required: no pod ever scores on a CPU."
                + " Preferred: after two minutes without a node, the same revision runs on CPUs."
                + " status.stable.executionProvider says what it runs on.")
        GpuPolicy policy) {

  /** The resource of NVIDIA's device plugin for a whole GPU. */
  public static final String DEFAULT_RESOURCE_NAME = "nvidia.com/gpu";

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public Gpu {
    count = count == 0 ? 1 : count;
    resourceName = resourceName == null ? DEFAULT_RESOURCE_NAME : resourceName;
    nodeSelector = Absent.map(nodeSelector);
    tolerations = Absent.list(tolerations);
    policy = policy == null ? GpuPolicy.REQUIRED : policy;
  }
}
