package io.slipway.server.measure;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;

/** Elements of columns as doubles. */
final class Numeric {
  private Numeric() {}

  static boolean isNumeric(DataType type) {
    return type != DataType.BYTES && type != DataType.BOOL;
  }

  /** Whether a value says which, not how much: whole numbers mostly number classes. */
  static boolean isLabel(DataType type) {
    return switch (type) {
      case FP16, FP32, FP64 -> false;
      default -> true;
    };
  }

  /**
   * An element of a numeric column, as the nearest double.
   *
   * @param index of one that is valid; anything is given for others
   */
  static double at(Column column, int index) {
    return switch (column.type()) {
      case FP64 -> column.doubles()[index];
      case FP32 -> column.floats()[index];
      case FP16 -> Float.float16ToFloat(column.shorts()[index]);
      case INT64 -> column.longs()[index];
      case INT32 -> column.ints()[index];
      case INT16 -> column.shorts()[index];
      case INT8 -> column.bytes()[index];
      case UINT64 -> unsigned(column.longs()[index]);
      case UINT32 -> Integer.toUnsignedLong(column.ints()[index]);
      case UINT16 -> Short.toUnsignedInt(column.shorts()[index]);
      case UINT8 -> Byte.toUnsignedInt(column.bytes()[index]);
      case BOOL, BYTES -> throw new IllegalArgumentException(column + " is not numeric");
    };
  }

  private static double unsigned(long value) {
    // Halved with its last bit kept, for that decides how it is rounded.
    return value >= 0 ? value : 2.0 * ((value >>> 1) | (value & 1));
  }

  /** The row of an element. */
  static int row(Column column, int index) {
    return column.rows() == column.length() ? index : index / (column.length() / column.rows());
  }

  /** Whether a row has one value, be it as an array of one. */
  static boolean isSingleValued(Column column) {
    return column.shape().rank() >= 1 && column.rows() == column.length();
  }
}
