package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens where there is no GPU to be had. */
public enum GpuPolicy {
  /** Nothing is ever answered from a CPU. */
  @JsonProperty("Required")
  REQUIRED,
  /** After two minutes without a node for it, the same revision runs on CPUs. */
  @JsonProperty("Preferred")
  PREFERRED,
  /** A policy that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The policy of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static GpuPolicy of(String name) {
    return switch (name) {
      case "Required" -> REQUIRED;
      case "Preferred" -> PREFERRED;
      default -> UNKNOWN;
    };
  }
}
