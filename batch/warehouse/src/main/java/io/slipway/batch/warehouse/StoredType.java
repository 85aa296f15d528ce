package io.slipway.batch.warehouse;

import io.slipway.scoring.DataType;

/** What a type of ours is in a database, by the name that both databases have for it. */
public enum StoredType {
  BOOLEAN("boolean"),
  SMALLINT("smallint"),
  INTEGER("integer"),
  BIGINT("bigint"),
  /** Unsigned numbers of 64 bits, which no other type holds. */
  NUMERIC("numeric(20,0)"),
  REAL("real"),
  DOUBLE("double precision"),
  TEXT("text");

  private final String sql;

  StoredType(String sql) {
    this.sql = sql;
  }

  /** As a column is declared. */
  public String sql() {
    return sql;
  }

  /** The smallest that holds every value of it exactly. */
  public static StoredType of(DataType type) {
    return switch (type) {
      case BOOL -> BOOLEAN;
      case INT8, UINT8, INT16 -> SMALLINT;
      case UINT16, INT32 -> INTEGER;
      case UINT32, INT64 -> BIGINT;
      case UINT64 -> NUMERIC;
      case FP16, FP32 -> REAL;
      case FP64 -> DOUBLE;
      case BYTES -> TEXT;
    };
  }
}
