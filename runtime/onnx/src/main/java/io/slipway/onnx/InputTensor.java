package io.slipway.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.nio.ByteBuffer;

/** How columns of one type and shape become the tensor that a run reads. */
sealed interface InputTensor {

  /**
   * The tensor of a column.
   *
   * @param run what is to be freed after the run, once it is over
   */
  OnnxTensor of(Column column, Owned run) throws OrtException;

  /** The tensor that every run reads, where it is the same one. */
  record Kept(NativeArray array) implements InputTensor {
    @Override
    public OnnxTensor of(Column column, Owned run) {
      array.write(column.values());
      return array.tensor();
    }
  }

  /** An unsigned tensor, cast anew from a signed one that is kept. */
  record Cast(DataType type, NativeArray signed, TensorGraphs graphs) implements InputTensor {
    @Override
    public OnnxTensor of(Column column, Owned run) throws OrtException {
      signed.write(column.values());
      return (OnnxTensor) run.own(graphs.unsigned(type, signed.tensor())).get(0);
    }
  }

  /** Texts, which the library copies. */
  record Texts(TensorGraphs graphs) implements InputTensor {
    @Override
    public OnnxTensor of(Column column, Owned run) throws OrtException {
      String[] values = column.strings();
      long[] dims = column.shape().toArray();
      for (String value : values) {
        if (!Utf8.isSameModified(value)) {
          return (OnnxTensor) run.own(graphs.strings(values, dims)).get(0);
        }
      }
      return run.own(OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, dims));
    }
  }

  static int bytes(Column column) throws OrtException {
    if (column.type() == DataType.BYTES) {
      return 0;
    }
    long bytes = (long) column.length() * NativeArray.width(column.type());
    if (bytes > Integer.MAX_VALUE) {
      throw new OrtException(
          OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT, "an input is larger than 2 GiB");
    }
    return (int) bytes;
  }

  /**
   * @param memory of {@link #bytes}
   */
  static InputTensor of(Column column, ByteBuffer memory, TensorGraphs graphs, Owned kept)
      throws OrtException {
    if (column.type() == DataType.BYTES) {
      return new Texts(graphs);
    }
    NativeArray array = kept.own(new NativeArray(column.type(), column.shape(), memory));
    return NativeArray.isFor(column.type())
        ? new Kept(array)
        : new Cast(column.type(), array, graphs);
  }
}
