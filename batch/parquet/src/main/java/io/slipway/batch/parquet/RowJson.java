package io.slipway.batch.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;

/**
 * Says rows as named records, as somebody would who asks the pod for a prediction: numbers with
 * their exact value, times in the form of ISO 8601, lists as arrays, and null for what is missing.
 */
record RowJson(List<FileColumn> columns) {
  private static final JsonFactory JSON = new JsonFactory();

  byte[] row(DuckDBDataChunkReader chunk, int row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * (1 + columns.size()));
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (int i = 0; i < columns.size(); i++) {
        out.writeFieldName(columns.get(i).name());
        DuckDBReadableVector vector = chunk.vector(i);
        if (vector.isNull(row)) {
          out.writeNull();
        } else if (columns.get(i).isList()) {
          out.writeRawValue(vector.getString(row));
        } else {
          value(out, vector, row);
        }
      }
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void value(JsonGenerator out, DuckDBReadableVector vector, int row)
      throws IOException {
    switch (vector.getType()) {
      case BOOLEAN -> out.writeBoolean(vector.getBoolean(row));
      case TINYINT -> out.writeNumber(vector.getByte(row));
      case SMALLINT -> out.writeNumber(vector.getShort(row));
      case INTEGER -> out.writeNumber(vector.getInt(row));
      case BIGINT -> out.writeNumber(vector.getLong(row));
      case UTINYINT -> out.writeNumber(vector.getUint8(row));
      case USMALLINT -> out.writeNumber(vector.getUint16(row));
      case UINTEGER -> out.writeNumber(vector.getUint32(row));
      case UBIGINT -> out.writeNumber(vector.getUint64(row));
      case HUGEINT -> out.writeNumber(vector.getHugeInt(row));
      case UHUGEINT -> out.writeNumber(vector.getUHugeInt(row));
      case DECIMAL -> out.writeNumber(vector.getBigDecimal(row).toString());
      // All of its digits, not the fewest that tell it from other floats: it is this number.
      case FLOAT -> out.writeNumber((double) vector.getFloat(row));
      case DOUBLE -> out.writeNumber(vector.getDouble(row));
      case DATE -> out.writeString(vector.getLocalDate(row).toString());
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS ->
          out.writeString(
              DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(vector.getLocalDateTime(row)));
      case TIMESTAMP_WITH_TIME_ZONE ->
          out.writeString(DateTimeFormatter.ISO_INSTANT.format(vector.getOffsetDateTime(row)));
      default -> out.writeString(vector.getString(row));
    }
  }
}
