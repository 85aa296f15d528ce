package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a step waits for when its checks are passed. */
public enum PauseType {
  /** A person, by the action resume or promote. */
  @JsonProperty("Approval")
  APPROVAL,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static PauseType of(String name) {
    return switch (name) {
      case "Approval" -> APPROVAL;
      default -> UNKNOWN;
    };
  }
}
