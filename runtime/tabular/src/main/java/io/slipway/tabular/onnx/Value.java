package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.tabular.form.Precision;
import java.util.List;

/** What a name in a graph stands for. */
sealed interface Value {

  /**
   * A tensor with a row for each of the batch.
   *
   * @param slot of a row's first element; the others follow
   * @param rest the dimensions after that of rows
   */
  record Rows(ElementType type, int slot, List<Integer> rest) implements Value {
    /** Elements of a row. */
    int width() {
      return product(rest);
    }

    int rank() {
      return 1 + rest.size();
    }

    static int product(List<Integer> dims) {
      return dims.stream().reduce(1, Math::multiplyExact);
    }

    Precision precision() {
      return type == ElementType.DOUBLE ? Precision.DOUBLE : Precision.SINGLE;
    }

    boolean isReal() {
      return type == ElementType.FLOAT || type == ElementType.DOUBLE;
    }

    boolean isWhole() {
      return type == ElementType.INT64 || type == ElementType.INT32;
    }

    /** The same elements in another shape, or under another type. */
    Rows as(ElementType otherType, List<Integer> otherRest) {
      return new Rows(otherType, slot, otherRest);
    }
  }

  /** A tensor that the graph knows. */
  final class Constant implements Value {
    private final ElementType type;
    private final List<Long> dims;
    private final double[] numbers;
    private final List<String> texts;

    /**
     * @param numbers its elements; of text, none
     * @param texts its elements where they are text
     */
    Constant(ElementType type, List<Long> dims, double[] numbers, List<String> texts) {
      this.type = type;
      this.dims = dims;
      this.numbers = numbers;
      this.texts = texts;
    }

    ElementType type() {
      return type;
    }

    List<Long> dims() {
      return dims;
    }

    double[] numbers() {
      return numbers;
    }

    List<String> texts() {
      return texts;
    }

    Precision precision() {
      return type == ElementType.DOUBLE ? Precision.DOUBLE : Precision.SINGLE;
    }
  }

  /**
   * A tensor of shape [1, rows]: what picking labels by the numbers of winners gives.
   *
   * @param rows its elements, one a row
   */
  record Across(Rows rows) implements Value {}

  /**
   * A map a row, from label to score.
   *
   * @param scores as many elements as there are labels
   * @param labels in the order of the scores
   */
  record Maps(Rows scores, List<String> labels) implements Value {}
}
