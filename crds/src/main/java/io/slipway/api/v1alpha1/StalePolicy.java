package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What callers get of a prediction that is too old. */
public enum StalePolicy {
  /** The prediction, with its age. */
  @JsonProperty("Serve")
  SERVE,
  /** That it is too old, and no prediction. */
  @JsonProperty("Reject")
  REJECT,
  /** What a model answers now. */
  @JsonProperty("FallbackOnline")
  FALLBACK_ONLINE,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static StalePolicy of(String name) {
    return switch (name) {
      case "Serve" -> SERVE;
      case "Reject" -> REJECT;
      case "FallbackOnline" -> FALLBACK_ONLINE;
      default -> UNKNOWN;
    };
  }
}
