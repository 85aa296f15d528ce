package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.GraphFile.Attributes;
import io.slipway.tabular.RandomTrees.Leaves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tree ensembles of ONNX that nobody trained, against ONNX Runtime. */
class OnnxTreesTest {
  private static final int GRAPHS = 60;
  private static final int ENSEMBLES = 200;
  private static final int BATCHES = 4;
  private static final int ROWS = 200;

  /** Exponentials are rounded otherwise in the library's mathematics. */
  private static final int TRANSFORMED = 2;

  @TempDir Path folder;

  @Test
  void regressionsAnswerAsInTheLibrary() throws Exception {
    List<String> differences = new ArrayList<>();
    for (int seed = 0; seed < GRAPHS && differences.isEmpty(); seed++) {
      Random random = new Random(seed);
      int targets = random.nextInt(3) == 0 ? 3 : 1;
      String function = List.of("SUM", "AVERAGE", "MIN", "MAX").get(random.nextInt(4));
      String post =
          List.of("NONE", "NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO").get(random.nextInt(5));
      Leaves leaves =
          function.equals("SUM") || function.equals("AVERAGE")
              ? (random.nextBoolean() ? Leaves.OF_ALL : Leaves.OF_ONE_A_TREE)
              : Leaves.OF_ALL;
      RandomTrees trees = new RandomTrees(random, 5, targets, leaves);
      trees.add(1 + random.nextInt(20), 1 + random.nextInt(5));
      boolean based = random.nextBoolean();
      GraphFile graph =
          features(random, 2)
              .output("y", GraphFile.FLOAT, -1, targets)
              .node(
                  GraphFile.ML,
                  "TreeEnsembleRegressor",
                  List.of("x"),
                  List.of("y"),
                  node -> {
                    trees.write("target", node);
                    node.number("n_targets", targets)
                        .text("aggregate_function", function)
                        .text("post_transform", post);
                    if (based) {
                      node.reals("base_values", base(random, targets));
                    }
                  });
      differences.addAll(
          differences(graph, seed, post.equals("NONE") || targets == 1 ? 0 : TRANSFORMED));
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void classificationsAnswerAsInTheLibrary() throws Exception {
    List<String> differences = new ArrayList<>();
    for (int seed = 0; seed < GRAPHS && differences.isEmpty(); seed++) {
      Random random = new Random(seed);
      int classes = random.nextBoolean() ? 2 : 4;
      String post = List.of("NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO").get(random.nextInt(4));
      Leaves leaves =
          classes == 2
              ? Leaves.OF_THE_FIRST
              : (random.nextBoolean() ? Leaves.OF_ALL : Leaves.OF_ONE_A_TREE);
      RandomTrees trees = new RandomTrees(random, 5, classes, leaves);
      trees.add(1 + random.nextInt(20), 1 + random.nextInt(5));
      boolean named = random.nextBoolean();
      boolean based = random.nextBoolean();
      GraphFile graph =
          features(random, 3)
              .output("label", named ? GraphFile.STRING : GraphFile.INT64, -1)
              .output("scores", GraphFile.FLOAT, -1, classes)
              .node(
                  GraphFile.ML,
                  "TreeEnsembleClassifier",
                  List.of("x"),
                  List.of("label", "scores"),
                  node -> {
                    trees.write("class", node);
                    node.text("post_transform", post);
                    if (based) {
                      node.reals("base_values", base(random, classes == 2 ? 1 : classes));
                    }
                    if (named) {
                      node.texts(
                          "classlabels_strings", List.of("a", "b", "c", "d").subList(0, classes));
                    } else {
                      node.integers(
                          "classlabels_int64s",
                          classes == 2 ? new long[] {-3, 7} : new long[] {3, 1, 2, 9});
                    }
                  });
      differences.addAll(differences(graph, seed, post.equals("NONE") ? 0 : TRANSFORMED));
    }
    assertThat(differences).isEmpty();
  }

  /** The operator that took both places in version 5, with every mode, aggregate and transform. */
  @Test
  void ensemblesAnswerAsInTheLibrary() throws Exception {
    List<String> differences = new ArrayList<>();
    for (int seed = 0; seed < ENSEMBLES && differences.isEmpty(); seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      int targets = random.nextBoolean() ? 3 : 1;
      int type = random.nextBoolean() ? GraphFile.FLOAT : GraphFile.DOUBLE;
      int function = random.nextInt(4);
      int post = type == GraphFile.FLOAT ? random.nextInt(5) : 0;
      RandomTreeTensors trees = new RandomTreeTensors(random, 5, targets, type);
      trees.add(1 + random.nextInt(20), random.nextInt(6));
      GraphFile graph =
          ensemble(
              trees,
              type,
              5,
              targets,
              node -> node.number("aggregate_function", function).number("post_transform", post));
      differences.addAll(differences(graph, seed, post == 0 ? 0 : 2 * TRANSFORMED));
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "3, 0.5"})
  void treesWithoutWeightsAddNothing(int targets, float left) throws Exception {
    assertThat(differences(withoutWeights(targets, left), targets, 0)).isEmpty();
  }

  /** The library adds it to the only sum there is. */
  @Test
  void aThresholdInThePlaceOfTheOnlyWeightIsLeftToTheLibrary() throws Exception {
    Path file = withoutWeights(1, 0.5f).write(folder.resolve("left.onnx"));
    OnnxReference.load(file).close();
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("is a leaf without a weight and with a threshold");
  }

  private static GraphFile withoutWeights(int targets, float left) {
    RandomTrees trees = new RandomTrees(new Random(targets), 5, targets, Leaves.OF_ONE_A_TREE);
    trees.add(20, 3);
    trees.forgetWeights(4, left);
    return new GraphFile()
        .input("x", GraphFile.FLOAT, -1, 5)
        .output("y", GraphFile.FLOAT, -1, targets)
        .node(
            GraphFile.ML,
            "TreeEnsembleRegressor",
            List.of("x"),
            List.of("y"),
            node -> {
              trees.write("target", node);
              node.number("n_targets", targets);
            });
  }

  /** Nobody could hold them to each other by more than seven digits. */
  @Test
  void aTransformOfDoublesIsLeftToTheLibrary() throws Exception {
    RandomTreeTensors trees = new RandomTreeTensors(new Random(1), 2, 3, GraphFile.DOUBLE);
    trees.add(3, 2);
    Path file =
        ensemble(trees, GraphFile.DOUBLE, 2, 3, node -> node.number("post_transform", 3))
            .write(folder.resolve("transformed.onnx"));
    OnnxReference.load(file).close();
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("post_transform SOFTMAX_ZERO of doubles");
  }

  static GraphFile ensemble(
      RandomTreeTensors trees, int type, int features, int targets, Consumer<Attributes> more) {
    return new GraphFile()
        .opsets(20, 5)
        .input("x", type, -1, features)
        .output("y", type, -1, targets)
        .node(
            GraphFile.ML,
            "TreeEnsemble",
            List.of("x"),
            List.of("y"),
            node -> {
              trees.write(node);
              more.accept(node);
            });
  }

  private static float[] base(Random random, int count) {
    float[] base = new float[count];
    for (int i = 0; i < count; i++) {
      base[i] = (float) random.nextGaussian() / 4;
    }
    return base;
  }

  private static GraphFile features(Random random, int types) {
    int type =
        List.of(GraphFile.FLOAT, GraphFile.DOUBLE, GraphFile.INT64).get(random.nextInt(types));
    return new GraphFile().input("x", type, -1, 5);
  }

  private List<String> differences(GraphFile graph, int seed, int ulps) throws Exception {
    Path file = graph.write(folder.resolve(seed + ".onnx"));
    List<String> differences = new ArrayList<>();
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      assertThat(actual.signature()).isEqualTo(expected.signature());
      RandomTensors tensors = new RandomTensors(actual, seed);
      for (int batch = 0; batch < BATCHES; batch++) {
        Batch rows = tensors.next(batch == 0 ? 1 : ROWS);
        for (String difference : OnnxReference.differences(expected, actual, rows, ulps)) {
          differences.add("seed " + seed + ": " + difference);
        }
        differences.addAll(Twin.differences(actual, rows));
      }
    }
    return differences;
  }
}
