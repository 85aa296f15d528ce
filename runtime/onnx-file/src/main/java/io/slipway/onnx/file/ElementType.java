package io.slipway.onnx.file;

import io.slipway.scoring.DataType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Element types of ONNX tensors by their number in TensorProto.DataType. */
public enum ElementType {
  FLOAT(1, 32, TensorReader.FLOAT_DATA, DataType.FP32),
  UINT8(2, 8, TensorReader.INT32_DATA, DataType.UINT8),
  INT8(3, 8, TensorReader.INT32_DATA, DataType.INT8),
  UINT16(4, 16, TensorReader.INT32_DATA, DataType.UINT16),
  INT16(5, 16, TensorReader.INT32_DATA, DataType.INT16),
  INT32(6, 32, TensorReader.INT32_DATA, DataType.INT32),
  INT64(7, 64, TensorReader.INT64_DATA, DataType.INT64),
  STRING(8, 0, TensorReader.STRING_DATA, DataType.BYTES),
  BOOL(9, 8, TensorReader.INT32_DATA, DataType.BOOL),
  FLOAT16(10, 16, TensorReader.INT32_DATA, DataType.FP16),
  DOUBLE(11, 64, TensorReader.DOUBLE_DATA, DataType.FP64),
  UINT32(12, 32, TensorReader.UINT64_DATA, DataType.UINT32),
  UINT64(13, 64, TensorReader.UINT64_DATA, DataType.UINT64),
  COMPLEX64(14, 64, TensorReader.FLOAT_DATA, null),
  COMPLEX128(15, 128, TensorReader.DOUBLE_DATA, null),
  BFLOAT16(16, 16, TensorReader.INT32_DATA, null),
  FLOAT8E4M3FN(17, 8, TensorReader.INT32_DATA, null),
  FLOAT8E4M3FNUZ(18, 8, TensorReader.INT32_DATA, null),
  FLOAT8E5M2(19, 8, TensorReader.INT32_DATA, null),
  FLOAT8E5M2FNUZ(20, 8, TensorReader.INT32_DATA, null),
  UINT4(21, 4, TensorReader.INT32_DATA, null),
  INT4(22, 4, TensorReader.INT32_DATA, null),
  FLOAT4E2M1(23, 4, TensorReader.INT32_DATA, null),
  FLOAT8E8M0(24, 8, TensorReader.INT32_DATA, null),
  UINT2(25, 2, TensorReader.INT32_DATA, null),
  INT2(26, 2, TensorReader.INT32_DATA, null);

  private final int code;
  private final int bits;
  private final int dataField;
  private final @Nullable DataType dataType;

  ElementType(int code, int bits, int dataField, @Nullable DataType dataType) {
    this.code = code;
    this.bits = bits;
    this.dataField = dataField;
    this.dataType = dataType;
  }

  public static Optional<ElementType> of(long code) {
    // Codes are dense from 1, in the order of the constants.
    return code >= 1 && code <= values().length
        ? Optional.of(values()[(int) code - 1])
        : Optional.empty();
  }

  /** The type a column of such elements has; empty where the Open Inference Protocol has none. */
  public Optional<DataType> dataType() {
    return Optional.ofNullable(dataType);
  }

  int code() {
    return code;
  }

  /** The field of TensorProto in which elements are listed when they are not raw bytes. */
  int dataField() {
    return dataField;
  }

  /** The size of {@code elements} of them in bytes, 0 for text, whose size is its own. */
  long bytes(long elements) {
    return bits < 8
        ? Math.addExact(Math.multiplyExact(elements, bits), 7) / 8
        : Math.multiplyExact(elements, bits / 8);
  }

  /** How many entries {@link #dataField} has for {@code elements} of them. */
  long entries(long elements) {
    if (this == COMPLEX64 || this == COMPLEX128) {
      return Math.multiplyExact(elements, 2);
    }
    return this != STRING && bits < 8 ? bytes(elements) : elements;
  }
}
