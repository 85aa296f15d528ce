package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo.PassedOver;
import io.slipway.scoring.EngineInfo.Reason;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.testkit.OnnxAnswer;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX models of real frameworks: answered as ONNX Runtime does, or left to it. */
class OnnxModelsTest {
  private static final int ROWS = 4000;
  private static final int BATCH = 250;

  /** Exponentials are rounded otherwise in the library's mathematics. */
  private static final int ULPS = 2;

  @TempDir Path folder;

  static Stream<TestModel> covered() {
    return TestModels.available().stream()
        .filter(model -> model.onnx().isPresent() && refusal(model).isEmpty());
  }

  private static List<String> refusal(TestModel model) {
    try {
      OnnxReader.read(model.onnx().orElseThrow()).close();
      return List.of();
    } catch (ModelLoadException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @ParameterizedTest
  @MethodSource("covered")
  void anyRowsAreAnsweredAsInTheLibrary(TestModel model) throws Exception {
    Path file = model.onnx().orElseThrow();
    List<String> differences = new ArrayList<>();
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      assertThat(actual.signature()).isEqualTo(expected.signature());
      RandomTensors tensors = new RandomTensors(actual, model.id().hashCode());
      for (int row = 0; row < ROWS && differences.isEmpty(); row += BATCH) {
        differences.addAll(OnnxReference.differences(expected, actual, tensors.next(BATCH), ULPS));
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("covered")
  void aModelAnswersAsItsFrameworkDid(TestModel model) throws Exception {
    try (Model loaded = Engines.installed().load(model.onnx().orElseThrow(), LoadOptions.cpu())) {
      assertThat(loaded.engine().name()).isEqualTo("tabular");
      assertThat(new OnnxAnswer(loaded.score(model.onnxInput())).differences(model)).isEmpty();
    }
  }

  @Test
  void whatIsNotKnownIsScoredByTheLibraryAndSaysWhy() throws Exception {
    Path file =
        new GraphFile()
            .input("x", GraphFile.FLOAT, -1, 2)
            .output("y", GraphFile.FLOAT, -1, 2)
            .node("", "Selu", List.of("x"), List.of("y"), node -> {})
            .write(folder.resolve("selu.onnx"));
    try (Model loaded = Engines.installed().load(file, LoadOptions.cpu())) {
      assertThat(loaded.engine().name()).isEqualTo("onnxruntime");
      assertThat(loaded.engine().passedOver())
          .contains(
              new PassedOver(
                  "tabular", Reason.NOT_COVERED, "node 0 (Selu): this operator is not known"));
    }
  }

  @Test
  void inputsAreRefusedAsByTheLibrary() throws Exception {
    Path file = scaler(3);
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      for (Batch batch :
          List.of(
              Batch.of(),
              Batch.of(Column.ofFloats("z", 1)),
              Batch.of(Column.ofFloats("x", 1, 2, 3)),
              Batch.of(Column.of("x", DataType.FP32, Shape.of(1, 2), new float[2])),
              Batch.of(Column.of("x", DataType.FP32, Shape.of(2, 3), new float[6])),
              Batch.of(Column.of("x", DataType.FP32, Shape.of(0, 3), new float[0])),
              Batch.of(Column.of("x", DataType.FP64, Shape.of(1, 3), new double[3])))) {
        assertThat(outcome(actual, batch)).isEqualTo(outcome(expected, batch));
      }
    }
  }

  /** For batches of one row alone. */
  private Path scaler(int width) throws Exception {
    return new GraphFile()
        .input("x", GraphFile.FLOAT, 1, width)
        .output("y", GraphFile.FLOAT, 1, width)
        .node(
            GraphFile.ML,
            "Scaler",
            List.of("x"),
            List.of("y"),
            node -> node.reals("offset", 1f).reals("scale", 2f))
        .write(folder.resolve("scaler.onnx"));
  }

  private static String outcome(Model model, Batch batch) {
    try {
      return model.score(batch).toString();
    } catch (ScoringException e) {
      return e.field() + " " + e.row() + " " + e.fault() + ": " + e.getMessage();
    }
  }

  @Test
  void noRowsAreAnsweredWithNone() throws Exception {
    Path file =
        new GraphFile()
            .input("x", GraphFile.FLOAT, -1, 2)
            .output("y", GraphFile.FLOAT, -1, 2)
            .node("", "Identity", List.of("x"), List.of("y"), node -> {})
            .write(folder.resolve("identity.onnx"));
    Batch none = Batch.of(Column.of("x", DataType.FP32, Shape.of(0, 2), new float[0]));
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      assertThat(outcome(actual, none))
          .isEqualTo(outcome(expected, none))
          .isEqualTo("[y FP32[0, 2]]");
    }
  }

  @Test
  void treesThatLeadInACircleAreRefusedByNodeAndPlace() throws Exception {
    Path file =
        new GraphFile()
            .input("x", GraphFile.FLOAT, -1, 2)
            .output("y", GraphFile.FLOAT, -1, 1)
            .node(
                GraphFile.ML,
                "TreeEnsembleRegressor",
                List.of("x"),
                List.of("y"),
                node ->
                    node.number("n_targets", 1)
                        .integers("nodes_treeids", 0, 0, 0)
                        .integers("nodes_nodeids", 0, 1, 2)
                        .integers("nodes_featureids", 0, 1, 0)
                        .texts("nodes_modes", List.of("BRANCH_LEQ", "BRANCH_LEQ", "LEAF"))
                        .reals("nodes_values", 1, 2, 0)
                        .integers("nodes_truenodeids", 1, 0, 0)
                        .integers("nodes_falsenodeids", 2, 2, 0)
                        .integers("target_treeids", 0)
                        .integers("target_nodeids", 2)
                        .integers("target_ids", 0)
                        .reals("target_weights", 1))
            .write(folder.resolve("circle.onnx"));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessage(
            "node 0 (ai.onnx.ml:TreeEnsembleRegressor): node at place 0 of its trees leads to"
                + " itself");
  }
}
