package io.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Tensors as the Open Inference Protocol carries them, written down from its text and not with the
 * code that is tested against it.
 */
public final class Tensors {
  private Tensors() {}

  /** A tensor with its data in JSON. */
  public static Column ofJson(JsonNode tensor) {
    return Json.column(tensor);
  }

  /** Elements as binary tensor data: little-endian, text with its length before it. */
  public static byte[] toBinary(Column column) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < column.length(); i++) {
      bytes.writeBytes(element(column, i));
    }
    return bytes.toByteArray();
  }

  /** The elements that {@code data} holds. */
  public static Column ofBinary(String name, DataType type, Shape shape, ByteBuffer data) {
    ByteBuffer in = data.order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) shape.elements();
    Object values = java.lang.reflect.Array.newInstance(type.arrayType().componentType(), length);
    for (int i = 0; i < length; i++) {
      switch (type) {
        case BOOL -> ((boolean[]) values)[i] = in.get() != 0;
        case UINT8, INT8 -> ((byte[]) values)[i] = in.get();
        case UINT16, INT16, FP16 -> ((short[]) values)[i] = in.getShort();
        case UINT32, INT32 -> ((int[]) values)[i] = in.getInt();
        case UINT64, INT64 -> ((long[]) values)[i] = in.getLong();
        case FP32 -> ((float[]) values)[i] = in.getFloat();
        case FP64 -> ((double[]) values)[i] = in.getDouble();
        case BYTES -> {
          byte[] text = new byte[in.getInt()];
          in.get(text);
          ((String[]) values)[i] = new String(text, StandardCharsets.UTF_8);
        }
      }
    }
    return Column.of(name, type, shape, values);
  }

  private static byte[] element(Column column, int i) {
    return switch (column.type()) {
      case BOOL -> new byte[] {(byte) (column.booleans()[i] ? 1 : 0)};
      case UINT8, INT8 -> new byte[] {column.bytes()[i]};
      case UINT16, INT16, FP16 -> room(Short.BYTES).putShort(column.shorts()[i]).array();
      case UINT32, INT32 -> room(Integer.BYTES).putInt(column.ints()[i]).array();
      case UINT64, INT64 -> room(Long.BYTES).putLong(column.longs()[i]).array();
      case FP32 -> room(Float.BYTES).putFloat(column.floats()[i]).array();
      case FP64 -> room(Double.BYTES).putDouble(column.doubles()[i]).array();
      case BYTES -> {
        byte[] text = column.strings()[i].getBytes(StandardCharsets.UTF_8);
        yield room(Integer.BYTES + text.length).putInt(text.length).put(text).array();
      }
    };
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
