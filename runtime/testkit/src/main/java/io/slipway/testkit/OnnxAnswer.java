package io.slipway.testkit;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX model was answered with, as columns: maps are a column a label, named {@code
 * output.label}, and a sequence of tensors is one tensor with a dimension more.
 *
 * @param answer to {@link TestModel#onnxInput}
 */
public record OnnxAnswer(Batch answer) {

  /** How it differs from what the framework that trained the model answers; nothing is good. */
  public List<String> differences(TestModel test) {
    Comparison comparison = new Comparison(test.onnxTolerance());
    List<String> differences = new ArrayList<>();
    for (ExpectedOutput expected : test.onnxExpected()) {
      if (expected instanceof ExpectedOutput.Tensor tensor) {
        differences.addAll(
            comparison.differences(
                tensor.column(), column(expected.name()), test.onnxExcludedRows()));
      } else if (expected instanceof ExpectedOutput.Constant constant) {
        differences.addAll(differences(comparison, constant));
      } else if (expected instanceof ExpectedOutput.Nondeterministic any) {
        differences.addAll(
            comparison.typeAndShape(column(expected.name()), any.type(), any.shape()));
      } else if (expected instanceof ExpectedOutput.SequenceOfMaps maps) {
        differences.addAll(differences(comparison, maps));
      } else if (expected instanceof ExpectedOutput.SequenceOfTensors tensors) {
        differences.addAll(differences(comparison, tensors));
      } else {
        differences.add("no model gives a bare map, yet " + expected.name() + " is one");
      }
    }
    return differences;
  }

  private List<String> differences(Comparison comparison, ExpectedOutput.Constant expected) {
    Column actual = column(expected.name());
    List<String> differences =
        new ArrayList<>(comparison.typeAndShape(actual, expected.type(), expected.shape()));
    for (float value : actual.floats()) {
      if (!comparison.tolerance().accepts(expected.value(), value)) {
        differences.add(expected.name() + " has " + value + ", not " + expected.value());
        break;
      }
    }
    return differences;
  }

  private List<String> differences(Comparison comparison, ExpectedOutput.SequenceOfMaps expected) {
    List<String> differences = new ArrayList<>();
    for (int row = 0; row < expected.maps().size(); row++) {
      for (Map.Entry<String, Object> entry : expected.maps().get(row).entrySet()) {
        Column scores = column(expected.name() + "." + entry.getKey());
        differences.addAll(
            comparison.differences(
                Map.of("score", entry.getValue()), Map.of("score", scores.floats()[row])));
      }
    }
    return differences;
  }

  private List<String> differences(
      Comparison comparison, ExpectedOutput.SequenceOfTensors expected) {
    Column stacked = column(expected.name());
    List<String> differences = new ArrayList<>();
    int length = expected.tensors().get(0).length();
    for (int i = 0; i < expected.tensors().size(); i++) {
      Column part = expected.tensors().get(i);
      Object slice =
          java.lang.reflect.Array.newInstance(stacked.type().arrayType().componentType(), length);
      System.arraycopy(stacked.values(), i * length, slice, 0, length);
      differences.addAll(
          comparison.differences(
              part, Column.of(part.name(), stacked.type(), part.shape(), slice)));
    }
    return differences;
  }

  private Column column(String name) {
    return answer
        .column(name)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + answer));
  }
}
