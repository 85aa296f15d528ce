package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows from a check that fails. */
public enum CheckAction {
  /** The candidate is rolled back. */
  @JsonProperty("Abort")
  ABORT,
  /** The status says so, and nothing else happens. */
  @JsonProperty("Report")
  REPORT,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static CheckAction of(String name) {
    return switch (name) {
      case "Abort" -> ABORT;
      case "Report" -> REPORT;
      default -> UNKNOWN;
    };
  }
}
