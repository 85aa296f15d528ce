package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What the rows to be scored are kept in. */
public enum BatchInputType {
  /** Files of comma-separated values, with a header. */
  @JsonProperty("Csv")
  CSV,
  /** Files with one JSON object a line. */
  @JsonProperty("JsonLines")
  JSON_LINES,
  /** Files of Apache Parquet. */
  @JsonProperty("Parquet")
  PARQUET,
  /** The rows of a query. */
  @JsonProperty("Jdbc")
  JDBC,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static BatchInputType of(String name) {
    return switch (name) {
      case "Csv" -> CSV;
      case "JsonLines" -> JSON_LINES;
      case "Parquet" -> PARQUET;
      case "Jdbc" -> JDBC;
      default -> UNKNOWN;
    };
  }
}
