package io.slipway.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * Copies tensors into columns. The library's getters give a heap buffer of their own, whose array
 * is taken as it is: one copy in all.
 */
final class TensorReader {
  /** What one output may take: an array that every JVM can make, of a heap shared by others. */
  private static final long LARGEST_BYTES =
      Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / 4);

  private TensorReader() {}

  static Column read(String name, DataType type, OnnxTensor tensor)
      throws OrtException, ScoringException {
    Shape shape = Shape.of(tensor.getInfo().getShape());
    requireRoom(name, type, shape);
    return Column.of(name, type, shape, values(type, tensor, (int) shape.elements()));
  }

  /** Fails if an output would take the memory that other requests need. */
  static void requireRoom(String name, DataType type, Shape shape) throws ScoringException {
    if (shape.elements() > LARGEST_BYTES / width(type)) {
      throw ScoringException.invalidBatch(
          "the output '%s' of shape %s is larger than an answer can be; send fewer rows"
              .formatted(name, shape),
          new IllegalStateException("output of " + shape.elements() + " elements"));
    }
  }

  private static Object values(DataType type, OnnxTensor tensor, int length) throws OrtException {
    if (length == 0) {
      return java.lang.reflect.Array.newInstance(type.arrayType().componentType(), 0);
    }
    return switch (type) {
      case BOOL -> booleans(bytes(tensor.getByteBuffer(), length));
      case UINT8, INT8 -> bytes(tensor.getByteBuffer(), length);
      case UINT16, INT16, FP16 -> {
        ShortBuffer buffer = tensor.getShortBuffer();
        yield isWhole(buffer, length) ? buffer.array() : copy(buffer, new short[length]);
      }
      case UINT32, INT32 -> {
        IntBuffer buffer = tensor.getIntBuffer();
        yield isWhole(buffer, length) ? buffer.array() : copy(buffer, new int[length]);
      }
      case UINT64, INT64 -> {
        LongBuffer buffer = tensor.getLongBuffer();
        yield isWhole(buffer, length) ? buffer.array() : copy(buffer, new long[length]);
      }
      case FP32 -> {
        FloatBuffer buffer = tensor.getFloatBuffer();
        yield isWhole(buffer, length) ? buffer.array() : copy(buffer, new float[length]);
      }
      case FP64 -> {
        DoubleBuffer buffer = tensor.getDoubleBuffer();
        yield isWhole(buffer, length) ? buffer.array() : copy(buffer, new double[length]);
      }
      case BYTES -> strings(tensor, length);
    };
  }

  /** True if the buffer's array is the tensor's elements and nothing else. */
  private static boolean isWhole(Buffer buffer, int length) {
    return buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.remaining() == length
        && java.lang.reflect.Array.getLength(buffer.array()) == length;
  }

  private static byte[] bytes(ByteBuffer buffer, int length) {
    if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.array().length == length) {
      return buffer.array();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static boolean[] booleans(byte[] bytes) {
    boolean[] booleans = new boolean[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      booleans[i] = bytes[i] != 0;
    }
    return booleans;
  }

  private static short[] copy(ShortBuffer from, short[] to) {
    from.get(to);
    return to;
  }

  private static int[] copy(IntBuffer from, int[] to) {
    from.get(to);
    return to;
  }

  private static long[] copy(LongBuffer from, long[] to) {
    from.get(to);
    return to;
  }

  private static float[] copy(FloatBuffer from, float[] to) {
    from.get(to);
    return to;
  }

  private static double[] copy(DoubleBuffer from, double[] to) {
    from.get(to);
    return to;
  }

  /** Text comes as a String, or as arrays nested as deep as the tensor has dimensions. */
  private static String[] strings(OnnxTensor tensor, int length) throws OrtException {
    String[] read = flattened(tensor.getValue(), length);
    if (Arrays.stream(read).noneMatch(Utf8::isSuspect)) {
      return read;
    }
    int room = 3 * Arrays.stream(read).mapToInt(String::length).max().orElse(0);
    try (OrtSession.Result padded = TensorGraphs.padded(tensor, room)) {
      String[] whole = flattened(padded.get(0).getValue(), length);
      Arrays.setAll(whole, i -> Utf8.repaired(whole[i], room));
      return whole;
    }
  }

  private static String[] flattened(Object value, int length) {
    String[] strings = new String[length];
    int filled = flatten(value, strings, 0);
    if (filled != length) {
      throw new IllegalStateException(
          "a tensor of %d strings came as %d".formatted(length, filled));
    }
    return strings;
  }

  private static int flatten(Object value, String[] into, int at) {
    if (value instanceof Object[] nested) {
      return Arrays.stream(nested)
          .reduce(at, (next, part) -> flatten(part, into, next), Integer::sum);
    }
    into[at] = (String) value;
    return at + 1;
  }

  private static int width(DataType type) {
    return switch (type) {
      case BOOL, UINT8, INT8, BYTES -> 1;
      case UINT16, INT16, FP16 -> Short.BYTES;
      case UINT32, INT32, FP32 -> Integer.BYTES;
      case UINT64, INT64, FP64 -> Long.BYTES;
    };
  }
}
