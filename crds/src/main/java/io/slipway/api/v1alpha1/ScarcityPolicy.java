package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens where no GPU is free for a second revision. */
public enum ScarcityPolicy {
  /** The candidate waits for one. */
  @JsonProperty("Wait")
  WAIT,
  /** Pods are replaced one for one, so that the old revision is not kept warm. */
  @JsonProperty("Replace")
  REPLACE,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static ScarcityPolicy of(String name) {
    return switch (name) {
      case "Wait" -> WAIT;
      case "Replace" -> REPLACE;
      default -> UNKNOWN;
    };
  }
}
