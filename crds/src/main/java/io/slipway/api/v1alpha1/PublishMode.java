package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Who decides that readers see a set. */
public enum PublishMode {
  /** The validation rules alone. */
  @JsonProperty("OnSuccess")
  ON_SUCCESS,
  /** A person, after the validation rules. */
  @JsonProperty("Manual")
  MANUAL,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static PublishMode of(String name) {
    return switch (name) {
      case "OnSuccess" -> ON_SUCCESS;
      case "Manual" -> MANUAL;
      default -> UNKNOWN;
    };
  }
}
