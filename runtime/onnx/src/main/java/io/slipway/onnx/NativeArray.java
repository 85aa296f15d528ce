package io.slipway.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * A tensor over memory that the library reads and writes in place, and the arrays of columns copied
 * to and from it: the only copy there is. Of one thread at a time.
 */
final class NativeArray implements AutoCloseable {
  private final DataType type;
  private final int length;
  private final ByteBuffer memory;
  private final Buffer elements;
  private final OnnxTensor tensor;

  /**
   * @param type any but text
   * @param memory in native order, as large as the tensor; it stays the caller's
   */
  NativeArray(DataType type, Shape shape, ByteBuffer memory) throws OrtException {
    this.type = type;
    this.length = (int) shape.elements();
    this.memory = memory;
    this.elements = elements(type, memory);
    this.tensor = tensor(type, shape.toArray());
  }

  /** True where the library's Java interface makes tensors of the type over memory. */
  static boolean isFor(DataType type) {
    return switch (type) {
      case BOOL, UINT8, INT8, INT16, FP16, INT32, INT64, FP32, FP64 -> true;
      case UINT16, UINT32, UINT64, BYTES -> false;
    };
  }

  /** How many bytes an element takes; a text has no such number. */
  static int width(DataType type) {
    return switch (type) {
      case BOOL, UINT8, INT8 -> 1;
      case UINT16, INT16, FP16 -> Short.BYTES;
      case UINT32, INT32, FP32 -> Integer.BYTES;
      case UINT64, INT64, FP64 -> Long.BYTES;
      case BYTES -> throw new IllegalArgumentException("texts are of any length");
    };
  }

  OnnxTensor tensor() {
    return tensor;
  }

  ByteBuffer memory() {
    return memory;
  }

  /** Copies the array of a column of this type and shape in. */
  void write(Object values) {
    switch (type) {
      case BOOL -> {
        boolean[] booleans = (boolean[]) values;
        for (int i = 0; i < length; i++) {
          memory.put(i, (byte) (booleans[i] ? 1 : 0));
        }
      }
      case UINT8, INT8 -> memory.put(0, (byte[]) values, 0, length);
      case UINT16, INT16, FP16 -> ((ShortBuffer) elements).put(0, (short[]) values, 0, length);
      case UINT32, INT32 -> ((IntBuffer) elements).put(0, (int[]) values, 0, length);
      case UINT64, INT64 -> ((LongBuffer) elements).put(0, (long[]) values, 0, length);
      case FP32 -> ((FloatBuffer) elements).put(0, (float[]) values, 0, length);
      case FP64 -> ((DoubleBuffer) elements).put(0, (double[]) values, 0, length);
      case BYTES -> throw new IllegalStateException("texts are not kept here");
    }
  }

  /** A column's array with what the memory holds. */
  Object read() {
    switch (type) {
      case BOOL -> {
        boolean[] booleans = new boolean[length];
        for (int i = 0; i < length; i++) {
          booleans[i] = memory.get(i) != 0;
        }
        return booleans;
      }
      case UINT8, INT8 -> {
        byte[] bytes = new byte[length];
        memory.get(0, bytes);
        return bytes;
      }
      case UINT16, INT16, FP16 -> {
        short[] shorts = new short[length];
        ((ShortBuffer) elements).get(0, shorts);
        return shorts;
      }
      case UINT32, INT32 -> {
        int[] ints = new int[length];
        ((IntBuffer) elements).get(0, ints);
        return ints;
      }
      case UINT64, INT64 -> {
        long[] longs = new long[length];
        ((LongBuffer) elements).get(0, longs);
        return longs;
      }
      case FP32 -> {
        float[] floats = new float[length];
        ((FloatBuffer) elements).get(0, floats);
        return floats;
      }
      case FP64 -> {
        double[] doubles = new double[length];
        ((DoubleBuffer) elements).get(0, doubles);
        return doubles;
      }
      case BYTES -> throw new IllegalStateException("texts are not kept here");
    }
    throw new IllegalStateException("no such type: " + type);
  }

  @Override
  public void close() {
    tensor.close();
  }

  private static Buffer elements(DataType type, ByteBuffer memory) {
    return switch (type) {
      case BOOL, UINT8, INT8 -> memory;
      case UINT16, INT16, FP16 -> memory.asShortBuffer();
      case UINT32, INT32 -> memory.asIntBuffer();
      case UINT64, INT64 -> memory.asLongBuffer();
      case FP32 -> memory.asFloatBuffer();
      case FP64 -> memory.asDoubleBuffer();
      case BYTES -> throw new IllegalArgumentException("texts are not kept here");
    };
  }

  /** Of the unsigned types that the interface does not make, the signed one of the same bits. */
  private OnnxTensor tensor(DataType of, long[] dims) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    return switch (of) {
      case BOOL -> OnnxTensor.createTensor(environment, memory, dims, OnnxJavaType.BOOL);
      case UINT8 -> OnnxTensor.createTensor(environment, memory, dims, OnnxJavaType.UINT8);
      case INT8 -> OnnxTensor.createTensor(environment, memory, dims, OnnxJavaType.INT8);
      case UINT16, INT16 ->
          OnnxTensor.createTensor(environment, (ShortBuffer) elements, dims, OnnxJavaType.INT16);
      case FP16 ->
          OnnxTensor.createTensor(environment, (ShortBuffer) elements, dims, OnnxJavaType.FLOAT16);
      case UINT32, INT32 -> OnnxTensor.createTensor(environment, (IntBuffer) elements, dims);
      case UINT64, INT64 -> OnnxTensor.createTensor(environment, (LongBuffer) elements, dims);
      case FP32 -> OnnxTensor.createTensor(environment, (FloatBuffer) elements, dims);
      case FP64 -> OnnxTensor.createTensor(environment, (DoubleBuffer) elements, dims);
      case BYTES -> throw new IllegalArgumentException("texts are not kept here");
    };
  }
}
