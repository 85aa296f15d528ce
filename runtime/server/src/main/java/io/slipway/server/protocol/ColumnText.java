package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slipway.scoring.Column;
import java.io.IOException;

/**
 * Elements of a column as callers read them: each number in the fewest digits that give it back.
 */
final class ColumnText {
  private ColumnText() {}

  /** Writes one element as JSON: null if it is missing, text for what JSON has no number for. */
  static void write(JsonGenerator out, Column column, int index) throws IOException {
    if (!column.isValid(index)) {
      out.writeNull();
      return;
    }
    switch (column.type()) {
      case BOOL -> out.writeBoolean(column.booleans()[index]);
      case INT8 -> out.writeNumber((int) column.bytes()[index]);
      case UINT8 -> out.writeNumber(Byte.toUnsignedInt(column.bytes()[index]));
      case INT16 -> out.writeNumber((int) column.shorts()[index]);
      case UINT16 -> out.writeNumber(Short.toUnsignedInt(column.shorts()[index]));
      case INT32 -> out.writeNumber(column.ints()[index]);
      case UINT32 -> out.writeNumber(Integer.toUnsignedLong(column.ints()[index]));
      case INT64 -> out.writeNumber(column.longs()[index]);
      case UINT64 -> out.writeNumber(Long.toUnsignedString(column.longs()[index]));
      case FP16 -> write(out, Float.float16ToFloat(column.shorts()[index]));
      case FP32 -> write(out, column.floats()[index]);
      case FP64 -> write(out, column.doubles()[index]);
      case BYTES -> out.writeString(column.strings()[index]);
    }
  }

  private static void write(JsonGenerator out, float value) throws IOException {
    if (Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Float.toString(value));
    }
  }

  private static void write(JsonGenerator out, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Double.toString(value));
    }
  }

  /** One element as a CSV cell holds it, which is not missing. */
  static String of(Column column, int index) {
    return switch (column.type()) {
      case BOOL -> Boolean.toString(column.booleans()[index]);
      case INT8 -> Byte.toString(column.bytes()[index]);
      case UINT8 -> Integer.toString(Byte.toUnsignedInt(column.bytes()[index]));
      case INT16 -> Short.toString(column.shorts()[index]);
      case UINT16 -> Integer.toString(Short.toUnsignedInt(column.shorts()[index]));
      case INT32 -> Integer.toString(column.ints()[index]);
      case UINT32 -> Integer.toUnsignedString(column.ints()[index]);
      case INT64 -> Long.toString(column.longs()[index]);
      case UINT64 -> Long.toUnsignedString(column.longs()[index]);
      case FP16 -> Float.toString(Float.float16ToFloat(column.shorts()[index]));
      case FP32 -> Float.toString(column.floats()[index]);
      case FP64 -> Double.toString(column.doubles()[index]);
      case BYTES -> column.strings()[index];
    };
  }
}
