package io.slipway.server.protocol;

import io.slipway.scoring.Column;
import java.io.IOException;

/**
 * Elements of a column as callers read them: each number in the fewest digits that give it back.
 */
final class ColumnText {
  private ColumnText() {}

  /** Writes the elements of an array in JSON. */
  static void write(AnswerJson out, Column column) throws IOException {
    for (int i = 0; i < column.length(); i++) {
      write(out, column, i);
    }
  }

  /** Writes one element as JSON: null if it is missing, text for what JSON has no number for. */
  static void write(AnswerJson out, Column column, int index) throws IOException {
    if (!column.isValid(index)) {
      out.literal("null");
      return;
    }
    switch (column.type()) {
      case BOOL -> out.literal(Boolean.toString(column.booleans()[index]));
      case INT8 -> out.number((long) column.bytes()[index]);
      case UINT8 -> out.number(Byte.toUnsignedLong(column.bytes()[index]));
      case INT16 -> out.number((long) column.shorts()[index]);
      case UINT16 -> out.number(Short.toUnsignedLong(column.shorts()[index]));
      case INT32 -> out.number((long) column.ints()[index]);
      case UINT32 -> out.number(Integer.toUnsignedLong(column.ints()[index]));
      case INT64 -> out.number(column.longs()[index]);
      case UINT64 -> out.literal(Long.toUnsignedString(column.longs()[index]));
      case FP16 -> out.number(Float.float16ToFloat(column.shorts()[index]));
      case FP32 -> out.number(column.floats()[index]);
      case FP64 -> out.number(column.doubles()[index]);
      case BYTES -> out.text(column.strings()[index]);
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
