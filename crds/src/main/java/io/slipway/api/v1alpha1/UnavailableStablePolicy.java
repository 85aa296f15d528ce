package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens while the stable revision has no ready pod. */
public enum UnavailableStablePolicy {
  /** The candidate is promoted as soon as it can serve: there is nothing to protect. */
  @JsonProperty("SkipSteps")
  SKIP_STEPS,
  /** The steps go on as if callers were answered. */
  @JsonProperty("Wait")
  WAIT,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static UnavailableStablePolicy of(String name) {
    return switch (name) {
      case "SkipSteps" -> SKIP_STEPS;
      case "Wait" -> WAIT;
      default -> UNKNOWN;
    };
  }
}
