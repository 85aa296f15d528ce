package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Where predictions are put. */
public enum BatchOutputType {
  /** Tables of a PostgreSQL database, which look-ups read. */
  @JsonProperty("PostgreSql")
  POSTGRE_SQL,
  /** Tables of another database, by its JDBC driver. */
  @JsonProperty("Jdbc")
  JDBC,
  /** A file for each set, which look-ups read without a database server. */
  @JsonProperty("DuckDb")
  DUCK_DB,
  /** A folder of Parquet files for each set. */
  @JsonProperty("Parquet")
  PARQUET,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static BatchOutputType of(String name) {
    return switch (name) {
      case "PostgreSql" -> POSTGRE_SQL;
      case "Jdbc" -> JDBC;
      case "DuckDb" -> DUCK_DB;
      case "Parquet" -> PARQUET;
      default -> UNKNOWN;
    };
  }
}
