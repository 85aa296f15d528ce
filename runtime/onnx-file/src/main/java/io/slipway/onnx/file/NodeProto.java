package io.slipway.onnx.file;

import java.util.List;
import java.util.Optional;

/**
 * A node of a graph.
 *
 * @param name may be empty
 * @param operator op_type
 * @param domain the operator's; empty for ai.onnx
 * @param inputs names of values; an empty one is an optional input left out
 * @param outputs names of values
 * @param attributes in the file's order
 */
public record NodeProto(
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    List<AttributeProto> attributes) {

  public Optional<AttributeProto> attribute(String attributeName) {
    return attributes.stream().filter(a -> a.name().equals(attributeName)).findFirst();
  }

  /** The operator with its domain, as people write it. */
  public String qualifiedOperator() {
    return domain.isEmpty() ? operator : domain + ":" + operator;
  }
}
