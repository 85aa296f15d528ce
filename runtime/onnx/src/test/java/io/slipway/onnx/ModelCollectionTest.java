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
import io.slipway.testkit.OnnxAnswer;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(engines.recognise(file).format()).isEqualTo(ModelFormat.ONNX);
    try (Model model = load(file)) {
      // The second run gives the library memory for the answers, the third uses that again.
      for (int run = 0; run < 3; run++) {
        Batch answer = model.score(test.onnxInput());

        assertThat(new OnnxAnswer(answer).differences(test)).isEmpty();
        assertThat(untrueClaims(model, test.onnxInput(), answer)).isEmpty();
      }
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
