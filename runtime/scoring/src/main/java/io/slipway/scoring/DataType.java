package io.slipway.scoring;

/**
 * Element types of a column, by their names in the Open Inference Protocol v2. Each names the Java
 * array that carries it: unsigned types use the signed array of the same width, bit for bit.
 */
public enum DataType {
  BOOL(boolean[].class),
  UINT8(byte[].class),
  UINT16(short[].class),
  UINT32(int[].class),
  UINT64(long[].class),
  INT8(byte[].class),
  INT16(short[].class),
  INT32(int[].class),
  INT64(long[].class),
  /** IEEE 754 binary16, carried as its raw bits ({@code Float.floatToFloat16} of newer JDKs). */
  FP16(short[].class),
  FP32(float[].class),
  FP64(double[].class),
  /** Text. The protocol calls it BYTES; every model format here means UTF-8 strings by it. */
  BYTES(String[].class);

  private final Class<?> arrayType;

  DataType(Class<?> arrayType) {
    this.arrayType = arrayType;
  }

  /** The class of the array that carries elements of this type. */
  public Class<?> arrayType() {
    return arrayType;
  }
}
