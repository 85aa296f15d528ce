package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features that are prepared and then scored, in graphs of ONNX, against ONNX Runtime. */
class OnnxPipelinesTest {
  private static final int GRAPHS = 40;
  private static final int BATCHES = 5;
  private static final int ROWS = 400;

  /**
   * Exponentials are rounded otherwise in the library's mathematics, and by far for many classes.
   */
  private static final int ULPS = 8;

  @TempDir Path folder;

  /** 80 000 rows of numbers, whole numbers and texts, known and not. */
  @Test
  void preparedFeaturesAreClassifiedAsInTheLibrary() throws Exception {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Random random = new Random(seed);
      assertThat(differences(RandomGraphs.pipeline(random), "graph" + seed, seed)).isEmpty();
    }
  }

  private List<String> differences(GraphFile graph, String name, int seed) throws Exception {
    Path file = graph.write(folder.resolve(name + ".onnx"));
    List<String> differences = new ArrayList<>();
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      assertThat(actual.signature()).isEqualTo(expected.signature());
      RandomTensors tensors = new RandomTensors(actual, seed);
      for (int batch = 0; batch < BATCHES; batch++) {
        Batch rows = tensors.next(ROWS);
        differences.addAll(OnnxReference.differences(expected, actual, rows, ULPS));
        differences.addAll(Twin.differences(actual, rows));
      }
    }
    return differences;
  }

  @Test
  void regressionsAnswerAsInTheLibrary() throws Exception {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Random random = new Random(seed);
      assertThat(differences(RandomGraphs.regression(random), "regression" + seed, seed)).isEmpty();
    }
  }

  @Test
  void numbersAreComputedAndComparedAsInTheLibrary() throws Exception {
    assertThat(differences(RandomGraphs.numbers(), "numbers", 5)).isEmpty();
  }

  @Test
  void elementsAreLookedUpAsInTheLibrary() throws Exception {
    for (int otherwise : new int[] {-3, -1, 1}) {
      assertThat(differences(RandomGraphs.lookedUp(otherwise), "lookedUp", 6)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, 3})
  void placesBeyondATableAreRefusedAsByTheLibrary(int otherwise) throws Exception {
    Path file = RandomGraphs.lookedUp(otherwise).write(folder.resolve("beyond.onnx"));
    Batch known = lookUp(4);
    Batch unknown = lookUp(5);
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      assertThat(OnnxReference.differences(expected, actual, known, 0)).isEmpty();
      assertThat(isRefused(actual, unknown)).isEqualTo(isRefused(expected, unknown)).isTrue();
    }
  }

  private static Batch lookUp(long key) {
    return Batch.of(
        Column.of("x", DataType.FP32, Shape.of(1, 4), new float[] {1, 2, 3, 4}),
        Column.of("k", DataType.INT64, Shape.of(1, 1), new long[] {key}));
  }

  @Test
  void whatTheLibraryDoesNotTakeIsRefused() throws Exception {
    Path file =
        new GraphFile()
            .input("x", GraphFile.FLOAT, -1, 1)
            .output("y", GraphFile.FLOAT, -1, 1)
            .node(GraphFile.ML, "Binarizer", List.of("x"), List.of("y"), node -> {})
            .write(folder.resolve("binarizer.onnx"));
    Batch fine = column(1, 0, -1);
    Batch odd = column(1, Float.NaN);
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      assertThat(OnnxReference.differences(expected, actual, fine, 0)).isEmpty();
      assertThat(isRefused(actual, odd)).isEqualTo(isRefused(expected, odd)).isTrue();
    }
  }

  private static Batch column(float... values) {
    return Batch.of(Column.of("x", DataType.FP32, Shape.of(values.length, 1), values));
  }

  private static boolean isRefused(Model model, Batch batch) {
    try {
      model.score(batch);
      return false;
    } catch (ScoringException e) {
      return e.fault() == ScoringException.Fault.INPUT && e.field().isEmpty();
    }
  }
}
