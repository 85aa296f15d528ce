package io.slipway.batch.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows as lines of JSON, each with a key. */
final class Lines {
  private Lines() {}

  static String key(int row) {
    return "row-" + row;
  }

  /** Of records; values that are there, as they are. */
  static List<ObjectNode> ofRecords(List<? extends Map<String, ?>> rows) {
    List<ObjectNode> lines = new ArrayList<>();
    for (Map<String, ?> row : rows) {
      ObjectNode line = RunBed.JSON.createObjectNode().put("key", key(lines.size()));
      row.forEach((name, value) -> line.set(name, RunBed.JSON.valueToTree(value)));
      lines.add(line);
    }
    return lines;
  }

  /** Of tensors whose first dimension is the rows. */
  static List<ObjectNode> ofTensors(Batch batch, int rows) {
    List<ObjectNode> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      ObjectNode line = RunBed.JSON.createObjectNode().put("key", key(row));
      for (Column column : batch.columns()) {
        int width = column.length() / rows;
        if (column.shape().rank() == 1) {
          line.set(column.name(), RunBed.JSON.valueToTree(element(column, row)));
        } else {
          line.set(column.name(), nested(column, 1, row * width, width));
        }
      }
      lines.add(line);
    }
    return lines;
  }

  private static ArrayNode nested(Column column, int axis, int from, int length) {
    ArrayNode array = RunBed.JSON.createArrayNode();
    int count = (int) column.shape().dimension(axis);
    int part = count == 0 ? 0 : length / count;
    for (int i = 0; i < count; i++) {
      if (axis == column.shape().rank() - 1) {
        array.addPOJO(element(column, from + i));
      } else {
        array.add(nested(column, axis + 1, from + i * part, part));
      }
    }
    return array;
  }

  private static Object element(Column column, int index) {
    Object value = Array.get(column.values(), index);
    return switch (column.type()) {
      case UINT8 -> Byte.toUnsignedInt((Byte) value);
      case UINT16 -> Short.toUnsignedInt((Short) value);
      case UINT32 -> Integer.toUnsignedLong((Integer) value);
      case FP16 -> Float.float16ToFloat((Short) value);
      case FP32 -> finite(((Float) value).doubleValue(), value);
      case FP64 -> finite((Double) value, value);
      default -> value;
    };
  }

  /** JSON has no other numbers; the pod's requests have them as texts. */
  private static Object finite(double number, Object value) {
    return Double.isFinite(number) ? value : value.toString();
  }

  static String text(List<ObjectNode> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
