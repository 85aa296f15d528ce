package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How requests are chosen for the candidate. */
public enum AssignmentType {
  /** One by one, exactly as many as the weight says. */
  @JsonProperty("Request")
  REQUEST,
  /** By a key of the request, so that a caller stays with one revision. */
  @JsonProperty("Key")
  KEY,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static AssignmentType of(String name) {
    return switch (name) {
      case "Request" -> REQUEST;
      case "Key" -> KEY;
      default -> UNKNOWN;
    };
  }
}
