package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What scores the splits. */
public enum BatchEngineType {
  /** An indexed Kubernetes Job, a pod for each split. */
  @JsonProperty("Job")
  JOB,
  /** Executors of Spark. */
  @JsonProperty("Spark")
  SPARK,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static BatchEngineType of(String name) {
    return switch (name) {
      case "Job" -> JOB;
      case "Spark" -> SPARK;
      default -> UNKNOWN;
    };
  }
}
