package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** What a check looks at. */
public enum CheckType {
  /** Requests that the candidate failed, whether or not another pod rescued them. */
  @JsonProperty("Failures")
  FAILURES("Failures"),
  /** Requests that took longer than an objective. */
  @JsonProperty("SlowerThan")
  SLOWER_THAN("SlowerThan"),
  /** The distribution of predictions, the candidate's against the stable revision's. */
  @JsonProperty("PredictionDrift")
  PREDICTION_DRIFT("PredictionDrift"),
  /** Pairs of answers to the same request, of shadowing. */
  @JsonProperty("Disagreement")
  DISAGREEMENT("Disagreement"),
  /** A query, and a condition on its value. */
  @JsonProperty("Prometheus")
  PROMETHEUS("Prometheus"),
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN("Unknown");

  private final String value;

  CheckType(String value) {
    this.value = value;
  }

  /** As the YAML has it. */
  public String value() {
    return value;
  }

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static CheckType of(String name) {
    return Arrays.stream(values())
        .filter(type -> type.value.equals(name))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
