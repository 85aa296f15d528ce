package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows when there is too little evidence in time. */
public enum InconclusivePolicy {
  /** The weight stays, and a person decides. */
  @JsonProperty("Pause")
  PAUSE,
  /** The candidate is rolled back. */
  @JsonProperty("Abort")
  ABORT,
  /** The rollout goes on, and the status says that it did without evidence. */
  @JsonProperty("Promote")
  PROMOTE,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static InconclusivePolicy of(String name) {
    return switch (name) {
      case "Pause" -> PAUSE;
      case "Abort" -> ABORT;
      case "Promote" -> PROMOTE;
      default -> UNKNOWN;
    };
  }
}
