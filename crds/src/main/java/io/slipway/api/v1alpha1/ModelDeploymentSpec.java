package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/**
 * What the user asks for.
 *
 * @param model which model, and where its bytes are
 * @param replicas how many pods serve it, from 1
 * @param resources of the container; Kubernetes' own type, which is mutable: treat it as a value
 * @param gpu absent: no GPU
 * @param runtime absent: Slipway's own
 * @param podTemplate what else the pods need
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDeploymentSpec(
    @Required ModelSource model,
    int replicas,
    @Nullable ResourceRequirements resources,
    @Nullable Gpu gpu,
    @Nullable CustomRuntime runtime,
    @Nullable PodTemplate podTemplate) {

  public static final int DEFAULT_REPLICAS = 1;

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public ModelDeploymentSpec {
    replicas = replicas == 0 ? DEFAULT_REPLICAS : replicas;
  }

  /** The pod template, {@link PodTemplate#NONE} where the spec has none. */
  public PodTemplate podTemplateOrNone() {
    return podTemplate == null ? PodTemplate.NONE : podTemplate;
  }
}
