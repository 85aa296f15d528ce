package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a check looks at. */
public enum CheckType {
  /** Requests that the candidate failed, whether or not another pod rescued them. */
  @JsonProperty("Failures")
  FAILURES,
  /** Requests that took longer than an objective. */
  @JsonProperty("SlowerThan")
  SLOWER_THAN,
  /** The distribution of predictions, the candidate's against the stable revision's. */
  @JsonProperty("PredictionDrift")
  PREDICTION_DRIFT,
  /** Pairs of answers to the same request, of shadowing. */
  @JsonProperty("Disagreement")
  DISAGREEMENT,
  /** A query, and a condition on its value. */
  @JsonProperty("Prometheus")
  PROMETHEUS,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static CheckType of(String name) {
    return switch (name) {
      case "Failures" -> FAILURES;
      case "SlowerThan" -> SLOWER_THAN;
      case "PredictionDrift" -> PREDICTION_DRIFT;
      case "Disagreement" -> DISAGREEMENT;
      case "Prometheus" -> PROMETHEUS;
      default -> UNKNOWN;
    };
  }
}
