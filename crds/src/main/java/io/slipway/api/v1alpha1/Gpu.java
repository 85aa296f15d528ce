package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs of each pod.
 *
 * @param count how many for one pod, from 1
 * @param resourceName the extended resource that the device plugin offers
 * @param runtimeClassName the RuntimeClass of the pods
 * @param nodeSelector labels of the nodes, beside those of the pod template
 * @param tolerations of the pods, beside those of the pod template
 * @param policy what happens where there is no GPU to be had
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Gpu(
    int count,
    String resourceName,
    @Nullable String runtimeClassName,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    GpuPolicy policy) {

  public static final String DEFAULT_RESOURCE_NAME = "nvidia.com/gpu";

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  @SuppressWarnings({"ConstantValue", "ConstantConditions"})
  public Gpu {
    count = count == 0 ? 1 : count;
    resourceName = resourceName == null ? DEFAULT_RESOURCE_NAME : resourceName;
    nodeSelector = Absent.map(nodeSelector);
    tolerations = Absent.list(tolerations);
    policy = policy == null ? GpuPolicy.REQUIRED : policy;
  }
}
