package io.slipway.batch.parquet;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.lang.reflect.Array;
import java.util.BitSet;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;

/** Some rows as DuckDB has them, a vector a column. */
record Vectors(DuckDBDataChunkReader chunk) {

  /** A column that was stored as {@link io.slipway.batch.warehouse.StoredType} says. */
  Column column(int index, String name, DataType type) {
    DuckDBReadableVector vector = chunk.vector(index);
    int rows = Math.toIntExact(chunk.rowCount());
    Object values = Array.newInstance(type.arrayType().componentType(), rows);
    BitSet missing = new BitSet();
    for (int row = 0; row < rows; row++) {
      if (vector.isNull(row)) {
        missing.set(row);
      } else {
        read(vector, row, type, values);
      }
    }
    return Column.of(name, type, Shape.of(rows), values, Validity.allBut(missing));
  }

  private static void read(DuckDBReadableVector vector, int row, DataType type, Object values) {
    switch (type) {
      case BOOL -> ((boolean[]) values)[row] = vector.getBoolean(row);
      case INT8, UINT8 -> ((byte[]) values)[row] = (byte) vector.getShort(row);
      case INT16 -> ((short[]) values)[row] = vector.getShort(row);
      case UINT16 -> ((short[]) values)[row] = (short) vector.getInt(row);
      case INT32 -> ((int[]) values)[row] = vector.getInt(row);
      case UINT32 -> ((int[]) values)[row] = (int) vector.getLong(row);
      case INT64 -> ((long[]) values)[row] = vector.getLong(row);
      case UINT64 -> ((long[]) values)[row] = vector.getBigDecimal(row).toBigInteger().longValue();
      case FP16 -> ((short[]) values)[row] = Float.floatToFloat16(vector.getFloat(row));
      case FP32 -> ((float[]) values)[row] = vector.getFloat(row);
      case FP64 -> ((double[]) values)[row] = vector.getDouble(row);
      case BYTES -> ((String[]) values)[row] = vector.getString(row);
    }
  }
}
