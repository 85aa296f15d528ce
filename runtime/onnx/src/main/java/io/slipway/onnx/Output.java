package io.slipway.onnx;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How one of a session's outputs becomes columns, always the same ones. */
sealed interface Output {

  /** The output as the graph names it. */
  String name();

  /** The columns it becomes. */
  List<Field> fields();

  List<Column> columns(OnnxValue value) throws OrtException, ScoringException;

  /** A tensor is a column. */
  record Tensor(Field field) implements Output {
    @Override
    public String name() {
      return field.name();
    }

    @Override
    public List<Field> fields() {
      return List.of(field);
    }

    @Override
    public List<Column> columns(OnnxValue value) throws OrtException, ScoringException {
      return List.of(TensorReader.read(field.name(), field.type(), (OnnxTensor) value));
    }
  }

  /**
   * A map a row, from label to score, is a column a label, named {@code output.label}: what a
   * record and a CSV line have room for, and what PMML calls probability(label). One tensor of all
   * labels would leave it to the caller to know their order.
   *
   * @param labels keys of the maps, in the classifier's order
   * @param fields one a label
   */
  record Maps(String name, List<Object> labels, List<Field> fields) implements Output {
    static Maps of(String name, List<Object> labels) {
      return new Maps(
          name,
          labels,
          labels.stream()
              .map(l -> Field.tensor(name + "." + l, DataType.FP32, Shape.of(Shape.DYNAMIC)))
              .toList());
    }

    @Override
    public List<Column> columns(OnnxValue value) throws OrtException, ScoringException {
      List<? extends OnnxValue> maps = ((OnnxSequence) value).getValue();
      float[][] scores = new float[labels.size()][maps.size()];
      try {
        for (int row = 0; row < maps.size(); row++) {
          Map<?, ?> byLabel = ((OnnxMap) maps.get(row)).getValue();
          for (Map.Entry<?, ?> entry : byLabel.entrySet()) {
            int index = labels.indexOf(entry.getKey());
            if (index >= 0 && entry.getValue() instanceof Float score) {
              scores[index][row] = score;
            }
          }
        }
      } finally {
        maps.forEach(OnnxValue::close);
      }
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < scores.length; i++) {
        columns.add(
            Column.of(fields.get(i).name(), DataType.FP32, Shape.of(maps.size()), scores[i]));
      }
      return columns;
    }
  }

  /** A sequence of tensors of one shape is a tensor of one more dimension, the outermost. */
  record Stack(Field field) implements Output {
    @Override
    public String name() {
      return field.name();
    }

    @Override
    public List<Field> fields() {
      return List.of(field);
    }

    @Override
    public List<Column> columns(OnnxValue value) throws OrtException, ScoringException {
      List<? extends OnnxValue> tensors = ((OnnxSequence) value).getValue();
      List<Column> parts = new ArrayList<>();
      try {
        for (OnnxValue tensor : tensors) {
          parts.add(TensorReader.read(field.name(), field.type(), (OnnxTensor) tensor));
        }
      } finally {
        tensors.forEach(OnnxValue::close);
      }
      return List.of(stacked(parts));
    }

    private Column stacked(List<Column> parts) throws ScoringException {
      Shape element = parts.isEmpty() ? emptyElement() : parts.get(0).shape();
      int length = parts.isEmpty() ? 0 : parts.get(0).length();
      TensorReader.requireRoom(field.name(), field.type(), Shapes.prepended(parts.size(), element));
      Object values =
          java.lang.reflect.Array.newInstance(
              field.type().arrayType().componentType(), length * parts.size());
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).shape().equals(element)) {
          throw ScoringException.invalidBatch(
              "the output '%s' is, for this input, a sequence of tensors of shapes %s and %s, which make no one tensor: pad them in the model"
                  .formatted(field.name(), element, parts.get(i).shape()),
              new IllegalStateException("ragged sequence"));
        }
        System.arraycopy(parts.get(i).values(), 0, values, i * length, length);
      }
      return Column.of(field.name(), field.type(), Shapes.prepended(parts.size(), element), values);
    }

    /** The shape of an element of a sequence that has none: 0 where a length is not fixed. */
    private Shape emptyElement() {
      long[] all = field.shape().toArray();
      long[] element = new long[Math.max(0, all.length - 1)];
      for (int axis = 0; axis < element.length; axis++) {
        element[axis] = Math.max(0, all[axis + 1]);
      }
      return Shape.of(element);
    }
  }
}
