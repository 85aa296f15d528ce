package io.slipway.batch.parquet;

import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** Rows as text that tells all apart that is not the same bit for bit. */
final class RowText {
  private RowText() {}

  static List<String> of(Rows rows) {
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      StringBuilder text = new StringBuilder(value(rows.keys(), row));
      text.append(" | ").append(value(rows.errors(), row));
      for (Column column : rows.values().columns()) {
        text.append(" | ").append(column.name()).append(' ').append(value(column, row));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static String value(Column column, int row) {
    if (!column.isValid(row)) {
      return "missing";
    }
    Object value = Array.get(column.values(), row);
    if (column.type() == DataType.FP16) {
      // Its own bits, but for those of a NaN, which is one there as in every type.
      value = Float.float16ToFloat(column.shorts()[row]);
    }
    return switch (value) {
      case Double number -> Long.toHexString(Double.doubleToLongBits(number));
      case Float number -> Integer.toHexString(Float.floatToIntBits(number));
      default -> "<" + value + ">";
    };
  }
}
