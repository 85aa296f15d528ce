package io.slipway.onnx.file;

import io.slipway.scoring.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A graph: the model's own, or one inside a node.
 *
 * @param nodes in the file's order
 * @param initializers constants, those of sparse tensors' parts included
 * @param inputs what is fed; may name initializers too
 * @param outputs what it gives
 */
public record GraphProto(
    List<NodeProto> nodes,
    List<TensorProto> initializers,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs) {

  /**
   * A graph's input or output.
   *
   * @param name of the value
   * @param type what it holds
   */
  public record ValueInfo(String name, ValueType type) {}

  /** What a value holds. */
  public sealed interface ValueType {
    /**
     * A tensor.
     *
     * @param elementType TensorProto.DataType, 0 if not said
     * @param shape empty if not even the number of dimensions is said
     */
    record Tensor(long elementType, Optional<Shape> shape) implements ValueType {}

    /** A list. */
    record Sequence(ValueType element) implements ValueType {}

    /** A map. */
    record Mapping() implements ValueType {}

    /** An optional value, a sparse tensor, or nothing said. */
    record Other() implements ValueType {}
  }
}
