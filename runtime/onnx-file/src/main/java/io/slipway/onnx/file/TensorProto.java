package io.slipway.onnx.file;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A constant tensor: what it claims, and where its elements are.
 *
 * @param name empty in an attribute
 * @param type TensorProto.DataType, as written
 * @param dims as written
 * @param body the whole message, to read small tensors from
 * @param rawBytes length of raw_data, empty if there is none
 * @param entries how many entries the field of the type has
 * @param location where elements are when they are not in the message; empty for inside
 * @param external external_data's keys and values
 */
public record TensorProto(
    String name,
    long type,
    List<Long> dims,
    ByteBuffer body,
    OptionalLong rawBytes,
    long entries,
    Location location,
    Map<String, String> external) {

  /** Where a tensor's elements are. */
  public enum Location {
    INSIDE,
    EXTERNAL
  }

  /**
   * How many elements the dimensions make.
   *
   * @throws ArithmeticException if a dimension is negative or the product is no long
   */
  public long elements() {
    long elements = 1;
    for (long dim : dims) {
      if (dim < 0) {
        throw new ArithmeticException("negative dimension");
      }
      elements = Math.multiplyExact(elements, dim);
    }
    return elements;
  }
}
