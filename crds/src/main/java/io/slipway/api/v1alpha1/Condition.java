package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * One observation of the resource's state, in the form that Kubernetes' tools read. The components'
 * descriptions are the CRD's.
 *
 * <p>Type, status and reason are text and not enums, so that a status that a newer operator wrote
 * comes back as it is.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @Required
        @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, Paused or Available; at most one of each.")
        String type,
    @Required @JsonPropertyDescription("True, False or Unknown.") String status,
    @JsonPropertyDescription("The generation of the spec that the condition is about.")
        long observedGeneration,
    @JsonPropertyDescription("When the status last changed, RFC 3339.") String lastTransitionTime,
    @JsonPropertyDescription("Why, as one word; docs/reference/modeldeployment.md lists them.")
        String reason,
    @JsonPropertyDescription("What is the matter, where, and what to do.") String message) {

  /** Whether it is of this type. */
  public boolean is(ConditionType wanted) {
    return wanted.value().equals(type);
  }

  /** Whether it holds; false where it is unknown. */
  public boolean holds() {
    return ConditionStatus.TRUE.value().equals(status);
  }
}
