package io.slipway.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of one run, and what has to be freed after it. Of one thread. */
final class InputTensors implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
  private final Owned owned = new Owned();
  private final List<ByteBuffer> borrowed = new ArrayList<>();
  private final ScratchBuffers buffers;
  private final TensorGraphs graphs;

  InputTensors(ScratchBuffers buffers, TensorGraphs graphs) {
    this.buffers = buffers;
    this.graphs = graphs;
  }

  Map<String, OnnxTensor> byName() {
    return tensors;
  }

  void add(Column column) throws OrtException {
    tensors.put(column.name(), tensor(column));
  }

  private OnnxTensor tensor(Column column) throws OrtException {
    long[] dims = column.shape().toArray();
    return switch (column.type()) {
      case BOOL -> ofBytes(bytes(column.booleans()), dims, OnnxJavaType.BOOL);
      case UINT8 -> ofBytes(column.bytes(), dims, OnnxJavaType.UINT8);
      case INT8 -> ofBytes(column.bytes(), dims, OnnxJavaType.INT8);
      case INT16 -> ofShorts(column.shorts(), dims, OnnxJavaType.INT16);
      case FP16 -> ofShorts(column.shorts(), dims, OnnxJavaType.FLOAT16);
      case INT32 -> ofInts(column.ints(), dims);
      case INT64 -> ofLongs(column.longs(), dims);
      case UINT16 -> unsigned(DataType.UINT16, ofShorts(column.shorts(), dims, OnnxJavaType.INT16));
      case UINT32 -> unsigned(DataType.UINT32, ofInts(column.ints(), dims));
      case UINT64 -> unsigned(DataType.UINT64, ofLongs(column.longs(), dims));
      case FP32 -> {
        ByteBuffer buffer = take((long) column.length() * Float.BYTES);
        buffer.asFloatBuffer().put(column.floats());
        yield owned.own(OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), dims));
      }
      case FP64 -> {
        ByteBuffer buffer = take((long) column.length() * Double.BYTES);
        buffer.asDoubleBuffer().put(column.doubles());
        yield owned.own(OnnxTensor.createTensor(environment, buffer.asDoubleBuffer(), dims));
      }
      case BYTES -> strings(column.strings(), dims);
    };
  }

  private OnnxTensor ofBytes(byte[] values, long[] dims, OnnxJavaType type) throws OrtException {
    ByteBuffer buffer = take(values.length);
    buffer.put(values).flip();
    return owned.own(OnnxTensor.createTensor(environment, buffer, dims, type));
  }

  private OnnxTensor ofShorts(short[] values, long[] dims, OnnxJavaType type) throws OrtException {
    ByteBuffer buffer = take((long) values.length * Short.BYTES);
    buffer.asShortBuffer().put(values);
    return owned.own(OnnxTensor.createTensor(environment, buffer.asShortBuffer(), dims, type));
  }

  private OnnxTensor ofInts(int[] values, long[] dims) throws OrtException {
    ByteBuffer buffer = take((long) values.length * Integer.BYTES);
    buffer.asIntBuffer().put(values);
    return owned.own(OnnxTensor.createTensor(environment, buffer.asIntBuffer(), dims));
  }

  private OnnxTensor ofLongs(long[] values, long[] dims) throws OrtException {
    ByteBuffer buffer = take((long) values.length * Long.BYTES);
    buffer.asLongBuffer().put(values);
    return owned.own(OnnxTensor.createTensor(environment, buffer.asLongBuffer(), dims));
  }

  private OnnxTensor unsigned(DataType type, OnnxTensor signed) throws OrtException {
    return first(graphs.unsigned(type, signed));
  }

  private OnnxTensor strings(String[] values, long[] dims) throws OrtException {
    for (String value : values) {
      if (!Utf8.isSameModified(value)) {
        return first(graphs.strings(values, dims));
      }
    }
    return owned.own(OnnxTensor.createTensor(environment, values, dims));
  }

  private OnnxTensor first(OrtSession.Result result) {
    return (OnnxTensor) owned.own(result).get(0);
  }

  private ByteBuffer take(long bytes) throws OrtException {
    if (bytes > Integer.MAX_VALUE) {
      throw new OrtException(
          OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT, "an input is larger than 2 GiB");
    }
    ByteBuffer buffer = buffers.take((int) bytes);
    borrowed.add(buffer);
    return buffer;
  }

  private static byte[] bytes(boolean[] booleans) {
    byte[] bytes = new byte[booleans.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (booleans[i] ? 1 : 0);
    }
    return bytes;
  }

  @Override
  public void close() {
    owned.close();
    // Not reached where a tensor stays open: it may still read its buffer, which is then lost.
    borrowed.forEach(buffers::giveBack);
  }
}
