package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.scoring.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Rows in the text form of COPY, in which every number is written so that it is read back exactly.
 */
final class CopyText {
  private static final String MISSING = "\\N";

  private final String setId;
  private final List<Output> outputs;
  private final StringBuilder text = new StringBuilder();

  CopyText(long setId, List<Output> outputs) {
    this.setId = Long.toString(setId);
    this.outputs = outputs;
  }

  byte[] of(Rows rows) {
    text.setLength(0);
    List<Optional<Column>> columns =
        outputs.stream().map(output -> output.in(rows.values())).toList();
    String[] keys = rows.keys().strings();
    for (int row = 0; row < rows.size(); row++) {
      text.append(setId).append('\t');
      text(keys[row], keys[row]);
      text.append('\t');
      value(rows.errors(), row, keys[row]);
      for (Optional<Column> column : columns) {
        text.append('\t');
        if (column.isPresent()) {
          value(column.get(), row, keys[row]);
        } else {
          text.append(MISSING);
        }
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(Column column, int row, String key) {
    if (!column.isValid(row)) {
      text.append(MISSING);
      return;
    }
    switch (column.type()) {
      case BOOL -> text.append(column.booleans()[row] ? 't' : 'f');
      case INT8 -> text.append(column.bytes()[row]);
      case UINT8 -> text.append(Byte.toUnsignedInt(column.bytes()[row]));
      case INT16 -> text.append(column.shorts()[row]);
      case UINT16 -> text.append(Short.toUnsignedInt(column.shorts()[row]));
      case INT32 -> text.append(column.ints()[row]);
      case UINT32 -> text.append(Integer.toUnsignedLong(column.ints()[row]));
      case INT64 -> text.append(column.longs()[row]);
      case UINT64 -> text.append(Long.toUnsignedString(column.longs()[row]));
      case FP16 -> text.append(Float.float16ToFloat(column.shorts()[row]));
      case FP32 -> text.append(column.floats()[row]);
      case FP64 -> text.append(column.doubles()[row]);
      case BYTES -> text(column.strings()[row], key);
    }
  }

  private void text(String value, String key) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\0' ->
            throw WarehouseException.invalid(
                "the row " + Quoted.of(key),
                "a text of it has a character of code 0, which PostgreSQL cannot keep",
                "take it out");
        default -> text.append(c);
      }
    }
  }
}
