package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One observation of the resource's state, in the form that Kubernetes' tools read.
 *
 * <p>Type, status and reason are text and not enums, so that a status that a newer operator wrote
 * comes back as it is.
 *
 * @param type a {@link ConditionType}'s value; at most one condition of each type
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param observedGeneration the generation of the spec that it is about
 * @param lastTransitionTime when the status last changed, RFC 3339
 * @param reason a {@link Reason}'s value
 * @param message what, where and what to do, in words
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    String type,
    String status,
    long observedGeneration,
    String lastTransitionTime,
    String reason,
    String message) {

  /** Whether it is of this type. */
  public boolean is(ConditionType wanted) {
    return wanted.value().equals(type);
  }

  /** Whether it holds; false where it is unknown. */
  public boolean holds() {
    return ConditionStatus.TRUE.value().equals(status);
  }
}
