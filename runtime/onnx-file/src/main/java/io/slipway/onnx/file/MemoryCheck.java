package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A hundred bytes of graph can ask for terabytes: of a constant shape filled with ones, when the
 * model is loaded and its constants are computed, or of an input expanded to a constant shape, when
 * it scores. What the constants of a graph make certain is added up here: for each value the number
 * of elements it has at least. It is a lower bound, so nothing that fits is refused; what depends
 * on the input is for the allocator to refuse.
 */
final class MemoryCheck {
  /** What no tensor of a model that is served needs, however large the machine. */
  private static final long MOST = 16L << 30;

  private final long limit;
  private final Map<String, long[]> constants = new HashMap<>();
  private final Map<String, Double> elements = new HashMap<>();

  private MemoryCheck(long limit) {
    this.limit = Math.min(limit, MOST);
  }

  static void check(GraphProto graph, long memoryBytes) throws ModelLoadException {
    try {
      new MemoryCheck(memoryBytes).graph(graph);
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
  }

  private void graph(GraphProto graph) throws MalformedFileException, ModelLoadException {
    for (TensorProto tensor : graph.initializers()) {
      constant(tensor.name(), tensor);
    }
    for (NodeProto node : graph.nodes()) {
      node(node);
      for (AttributeProto attribute : node.attributes()) {
        for (GraphProto subgraph : attribute.graphs()) {
          graph(subgraph);
        }
      }
    }
  }

  private void node(NodeProto node) throws MalformedFileException, ModelLoadException {
    if (!node.domain().isEmpty() || node.outputs().isEmpty()) {
      return;
    }
    String output = node.outputs().get(0);
    if (node.operator().equals("Constant")) {
      for (AttributeProto attribute : node.attributes()) {
        if (!attribute.tensors().isEmpty()) {
          constant(output, attribute.tensors().get(0));
        } else if (attribute.name().equals("value_ints")) {
          constants.put(output, attribute.integers());
        }
      }
      return;
    }
    atLeast(node).ifPresent(count -> elements.put(output, count));
    if (elements.getOrDefault(output, 0.0) > (double) limit) {
      throw Refusals.tooLarge(
          "node %s (%s) makes a tensor of at least %s; the limit is %s"
              .formatted(
                  Refusals.quoted(node.name()),
                  node.operator(),
                  Bytes.displayed(elements.getOrDefault(output, 0.0)),
                  Bytes.displayed(limit)));
    }
  }

  /** The number of elements of the node's first output, at least; nothing if it is not certain. */
  private Optional<Double> atLeast(NodeProto node) throws ModelLoadException {
    return switch (node.operator()) {
      case "ConstantOfShape" -> constantInput(node, 0).map(MemoryCheck::product);
      case "Expand" -> constantInput(node, 1).map(MemoryCheck::product);
      case "Tile" -> constantInput(node, 1).map(r -> product(r) * elementsOfInput(node));
      case "Resize" -> constantInput(node, 3).map(MemoryCheck::product);
      case "OneHot" -> constantInput(node, 1).map(MemoryCheck::product);
      case "Pad" -> constantInput(node, 1).map(MemoryCheck::padded);
      case "Range" -> range(node);
      case "RandomNormal", "RandomUniform" -> {
        Optional<AttributeProto> shape = node.attribute("shape");
        yield shape.isPresent() ? Optional.of(product(shape.get().integers())) : Optional.empty();
      }
      case "Identity", "Cast", "Reshape", "Transpose", "Neg", "Abs", "Relu", "Sqrt", "Exp" ->
          Optional.of(elementsOfInput(node));
      default -> Optional.empty();
    };
  }

  private Optional<Double> range(NodeProto node) {
    Optional<long[]> start = constantInput(node, 0).filter(v -> v.length == 1);
    Optional<long[]> end = constantInput(node, 1).filter(v -> v.length == 1);
    Optional<long[]> step = constantInput(node, 2).filter(v -> v.length == 1 && v[0] != 0);
    if (start.isEmpty() || end.isEmpty() || step.isEmpty()) {
      return Optional.empty();
    }
    double span = (double) end.get()[0] - start.get()[0];
    return Optional.of(Math.max(0, Math.ceil(span / step.get()[0])));
  }

  private double elementsOfInput(NodeProto node) {
    return node.inputs().isEmpty() ? 0 : elements.getOrDefault(node.inputs().get(0), 0.0);
  }

  private Optional<long[]> constantInput(NodeProto node, int index) {
    List<String> inputs = node.inputs();
    return index < inputs.size()
        ? Optional.ofNullable(constants.get(inputs.get(index)))
        : Optional.empty();
  }

  private void constant(String name, TensorProto tensor) throws MalformedFileException {
    elements.put(name, (double) tensor.elements());
    Optional<long[]> values = TensorReader.smallIntegers(tensor);
    values.ifPresent(v -> constants.put(name, v));
  }

  /** As a double: it is compared with a limit, and must not overflow. */
  private static double product(long[] dims) {
    double product = 1;
    for (long dim : dims) {
      // In a shape -1 stands for a length that is not said here: at least 1, unless the input is
      // empty.
      product *= dim < 0 ? 1 : dim;
    }
    return product;
  }

  private static double padded(long[] pads) {
    double product = 1;
    int rank = pads.length / 2;
    for (int axis = 0; axis < rank; axis++) {
      product *= Math.max(1, (double) pads[axis] + pads[axis + rank]);
    }
    return product;
  }
}
