package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Who starts the driver of Spark. */
public enum BatchSparkSubmit {
  /** Slipway, as the pod of a Job. */
  @JsonProperty("Job")
  JOB,
  /** Another operator, which is given a SparkApplication. */
  @JsonProperty("SparkApplication")
  SPARK_APPLICATION,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static BatchSparkSubmit of(String name) {
    return switch (name) {
      case "Job" -> JOB;
      case "SparkApplication" -> SPARK_APPLICATION;
      default -> UNKNOWN;
    };
  }
}
