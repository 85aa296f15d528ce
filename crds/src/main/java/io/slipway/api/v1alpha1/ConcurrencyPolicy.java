package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens when a run is due while the one before it is not finished. */
public enum ConcurrencyPolicy {
  /** Both run. */
  @JsonProperty("Allow")
  ALLOW,
  /** The new one waits until the old one is finished. */
  @JsonProperty("Forbid")
  FORBID,
  /** The old one is deleted. */
  @JsonProperty("Replace")
  REPLACE,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static ConcurrencyPolicy of(String name) {
    return switch (name) {
      case "Allow" -> ALLOW;
      case "Forbid" -> FORBID;
      case "Replace" -> REPLACE;
      default -> UNKNOWN;
    };
  }
}
