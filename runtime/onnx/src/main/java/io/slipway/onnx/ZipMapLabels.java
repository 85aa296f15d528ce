package io.slipway.onnx;

import io.slipway.onnx.file.AttributeProto;
import io.slipway.onnx.file.GraphProto;
import io.slipway.onnx.file.NodeProto;
import io.slipway.scoring.ModelLoadException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The labels under which scikit-learn's converters file a classifier's scores. */
final class ZipMapLabels {
  private ZipMapLabels() {}

  /**
   * The keys of the maps of an output, in the classifier's order: all String or all Long.
   *
   * @return empty if no ZipMap makes the output
   */
  static List<Object> of(String output, GraphProto graph) throws ModelLoadException {
    String value = output;
    // Each step goes to a node's input; no more steps than nodes, whatever the file says.
    for (int step = 0; step <= graph.nodes().size(); step++) {
      Optional<NodeProto> maker = maker(value, graph);
      if (maker.isEmpty() || maker.get().inputs().isEmpty()) {
        return List.of();
      }
      NodeProto node = maker.get();
      if (node.operator().equals("ZipMap") && node.domain().equals("ai.onnx.ml")) {
        return labels(node);
      }
      if (!node.operator().equals("Identity")) {
        return List.of();
      }
      value = node.inputs().get(0);
    }
    return List.of();
  }

  private static Optional<NodeProto> maker(String value, GraphProto graph) {
    return graph.nodes().stream().filter(node -> node.outputs().contains(value)).findFirst();
  }

  private static List<Object> labels(NodeProto zipMap) throws ModelLoadException {
    Optional<AttributeProto> texts = zipMap.attribute("classlabels_strings");
    if (texts.isPresent() && !texts.get().strings().isEmpty()) {
      return texts.get().strings().stream().distinct().map(Object.class::cast).toList();
    }
    Optional<AttributeProto> numbers = zipMap.attribute("classlabels_int64s");
    return numbers.isPresent()
        ? Arrays.stream(numbers.get().integers()).distinct().mapToObj(Object.class::cast).toList()
        : List.of();
  }
}
