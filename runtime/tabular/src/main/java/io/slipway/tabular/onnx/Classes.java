package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.Value.Rows;
import io.slipway.tabular.tensor.Labels;
import io.slipway.tabular.tensor.Mapping;
import java.util.List;

/** The labels of a classifier's classes. */
final class Classes {
  private final ElementType type;
  private final double[] labels;

  /**
   * @param type of the output: INT64, or STRING where the labels are texts
   * @param labels whole numbers, or codes of texts
   */
  Classes(ElementType type, double[] labels) {
    this.type = type;
    this.labels = labels;
  }

  /**
   * As a node lists them.
   *
   * @param integers the attribute that lists whole numbers
   */
  static Classes of(Node node, String integers, Lowering lowering) throws ModelLoadException {
    List<String> texts = node.texts("classlabels_strings");
    long[] numbers = node.integers(integers);
    if (texts.isEmpty()) {
      double[] labels = new double[numbers.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = lowering.label(node, numbers[i]);
      }
      return new Classes(ElementType.INT64, labels);
    }
    if (numbers.length > 0) {
      throw node.refuse("labels are numbers and texts");
    }
    return new Classes(ElementType.STRING, texts.stream().mapToDouble(lowering::code).toArray());
  }

  int count() {
    return labels.length;
  }

  /** The label of the class whose number is in a slot. */
  Rows labelOf(Node node, int winner, Lowering lowering) throws ModelLoadException {
    Rows label = lowering.rows(node, type, List.of());
    lowering.add(new Mapping(winner, label.slot(), 1, new Labels(labels)));
    return label;
  }
}
