package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Shape;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.ExpectedOutput;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real models: what they answer is what the framework that trained them answers. */
class ModelCollectionTest {
  private final Engines engines = Engines.installed();

  static Stream<TestModel> models() {
    return TestModels.available().stream().filter(model -> model.onnx().isPresent());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelAnswersAsItsFrameworkDoes(TestModel test) throws Exception {
    Path file = test.onnx().orElseThrow();
    assertThat(engines.recognise(file).orElseThrow().format()).isEqualTo(ModelFormat.ONNX);
    try (Model model = load(file)) {
      Batch answer = model.score(test.onnxInput());

      assertThat(differences(test, answer)).isEmpty();
      assertThat(untrueClaims(model, test.onnxInput(), answer)).isEmpty();
    }
  }

  private Model load(Path file) throws Exception {
    try {
      return engines.load(file, LoadOptions.cpu());
    } catch (ModelLoadException e) {
      if (String.valueOf(e.getMessage()).contains("locale")) {
        return abort("this system has no locale en_US.UTF-8: " + e.getMessage());
      }
      throw e;
    }
  }

  private static List<String> differences(TestModel test, Batch answer) {
    Comparison comparison = new Comparison(test.onnxTolerance());
    List<String> differences = new ArrayList<>();
    for (ExpectedOutput expected : test.onnxExpected()) {
      if (expected instanceof ExpectedOutput.Tensor tensor) {
        differences.addAll(
            comparison.differences(
                tensor.column(), column(answer, expected.name()), test.onnxExcludedRows()));
      } else if (expected instanceof ExpectedOutput.Constant constant) {
        Column actual = column(answer, expected.name());
        differences.addAll(comparison.typeAndShape(actual, constant.type(), constant.shape()));
        for (float value : actual.floats()) {
          if (!comparison.tolerance().accepts(constant.value(), value)) {
            differences.add(expected.name() + " has " + value + ", not " + constant.value());
            break;
          }
        }
      } else if (expected instanceof ExpectedOutput.Nondeterministic any) {
        differences.addAll(
            comparison.typeAndShape(column(answer, expected.name()), any.type(), any.shape()));
      } else if (expected instanceof ExpectedOutput.SequenceOfMaps maps) {
        differences.addAll(differences(comparison, maps, answer));
      } else if (expected instanceof ExpectedOutput.SequenceOfTensors tensors) {
        differences.addAll(differences(comparison, tensors, answer));
      } else {
        differences.add("no model gives a bare map, yet " + expected.name() + " is one");
      }
    }
    return differences;
  }

  private static List<String> differences(
      Comparison comparison, ExpectedOutput.SequenceOfMaps expected, Batch answer) {
    List<String> differences = new ArrayList<>();
    for (int row = 0; row < expected.maps().size(); row++) {
      for (Map.Entry<String, Object> entry : expected.maps().get(row).entrySet()) {
        Column scores = column(answer, expected.name() + "." + entry.getKey());
        differences.addAll(
            comparison.differences(
                Map.of("score", entry.getValue()), Map.of("score", scores.floats()[row])));
      }
    }
    return differences;
  }

  private static List<String> differences(
      Comparison comparison, ExpectedOutput.SequenceOfTensors expected, Batch answer) {
    Column stacked = column(answer, expected.name());
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

  private static Column column(Batch answer, String name) {
    return answer
        .column(name)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + answer));
  }

  /** What the signature says of inputs and outputs has to be true of those that were seen. */
  private static List<String> untrueClaims(Model model, Batch input, Batch answer) {
    List<String> untrue = new ArrayList<>();
    model.signature().inputs().forEach(field -> check(field, input, untrue));
    model.signature().outputs().forEach(field -> check(field, answer, untrue));
    if (answer.size() != model.signature().outputs().size()) {
      untrue.add("outputs " + answer + ", of which the signature has others");
    }
    return untrue;
  }

  private static void check(Field field, Batch batch, List<String> untrue) {
    Column column = batch.column(field.name()).orElse(null);
    if (column == null) {
      untrue.add(field.name() + " is not there");
    } else if (column.type() != field.type()) {
      untrue.add(field.name() + " is " + column.type() + ", not " + field.type());
    } else if (!field.shape().accepts(column.shape())
        && !field.shape().equals(Shape.of(Shape.DYNAMIC))) {
      untrue.add(field.name() + " has shape " + column.shape() + ", not " + field.shape());
    }
  }
}
