package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.ModelLoadException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nodes TreeEnsemble whose lists make no trees. The native library follows the numbers in them
 * without looking, so that they are refused for both engines before it sees them.
 */
class BadTreeEnsemblesTest {
  @TempDir Path folder;

  /** Two tests and three leaves: the second test is where the first does not hold. */
  private static Map<String, double[]> tree() {
    Map<String, double[]> lists = new HashMap<>();
    lists.put("nodes_modes", new double[] {0, 6});
    lists.put("nodes_splits", new double[] {0.5, 0});
    lists.put("nodes_featureids", new double[] {0, 1});
    lists.put("nodes_truenodeids", new double[] {0, 1});
    lists.put("nodes_trueleafs", new double[] {1, 1});
    lists.put("nodes_falsenodeids", new double[] {1, 2});
    lists.put("nodes_falseleafs", new double[] {0, 1});
    lists.put("leaf_targetids", new double[] {0, 0, 0});
    lists.put("leaf_weights", new double[] {1, 2, 3});
    lists.put("membership_values", new double[] {3, 7, Double.NaN});
    lists.put("tree_roots", new double[] {0});
    return lists;
  }

  private Path write(Map<String, double[]> lists) throws IOException {
    return new GraphFile()
        .opsets(20, 5)
        .input("x", GraphFile.FLOAT, -1, 2)
        .output("y", GraphFile.FLOAT, -1, 1)
        .node(
            GraphFile.ML,
            "TreeEnsemble",
            List.of("x"),
            List.of("y"),
            node -> {
              node.number("n_targets", 1);
              lists.forEach(
                  (name, list) -> {
                    switch (name) {
                      case "nodes_modes" -> node.tensor(name, GraphFile.UINT8, list);
                      case "nodes_splits", "leaf_weights", "membership_values" ->
                          node.tensor(name, GraphFile.FLOAT, list);
                      default ->
                          node.integers(
                              name,
                              java.util.Arrays.stream(list)
                                  .mapToLong(each -> (long) each)
                                  .toArray());
                    }
                  });
            })
        .write(folder.resolve("trees.onnx"));
  }

  @Test
  void aTreeIsRead() throws Exception {
    Path file = write(tree());
    OnnxReference.load(file).close();
    assertThat(OnnxReader.read(file).signature().outputs()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "nodes_falsenodeids, 0 2, more than one way leads to test 0",
    "nodes_falsenodeids, 7 2, test 0 leads to test 7 of 2",
    "nodes_falsenodeids, -1 2, test 0 leads to test -1 of 2",
    "nodes_truenodeids, 3 1, test 0 leads to leaf 3 of 3",
    "nodes_truenodeids, 0, 'nodes_truenodeids has 1 elements, not 2'",
    "nodes_trueleafs, 0 1, more than one way leads to test 0",
    "nodes_featureids, 0, 'nodes_featureids has 1 elements, not 2'",
    "nodes_splits, 0.5, 'nodes_splits has 1 elements, not 2'",
    "leaf_weights, 1 2, 'leaf_weights has 2 elements, not 3'",
    "leaf_targetids, 0 0, 'leaf_weights has 3 elements, not 2'",
    "nodes_missing_value_tracks_true, 1, 'nodes_missing_value_tracks_true has 1 elements, not 2'",
    "nodes_modes, 0 7, test 1 is of mode 7",
    "nodes_modes, 0 255, test 1 is of mode 255",
    "nodes_modes, 6 6, test 1 is for membership of an empty set",
    "membership_values, NaN, test 1 is for membership of an empty set",
    "membership_values, 1 NaN 2 NaN, more sets than tests for membership",
    "tree_roots, '', there are no trees",
    "tree_roots, 5, a tree begins with test 5 of 2",
    "tree_roots, 0 0, more than one way leads to test 0",
    "tree_roots, 0 1, more than one way leads to test 1"
  })
  void whatIsNoTreeIsRefused(String name, String list, String why) throws Exception {
    Map<String, double[]> lists = tree();
    lists.put(
        name,
        java.util.Arrays.stream(list.split(" "))
            .filter(each -> !each.isEmpty())
            .mapToDouble(Double::parseDouble)
            .toArray());
    Path file = write(lists);
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(() -> OnnxReference.load(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(why);
  }

  /** The library looks the leaf up by the number of the root. */
  @Test
  void aTreeOfOneLeafIsReadWhereTheLibraryTakesThatLeaf() throws Exception {
    Map<String, double[]> lists = tree();
    lists.put("tree_roots", new double[] {0, 1});
    lists.put("nodes_falsenodeids", new double[] {2, 1});
    lists.put("nodes_falseleafs", new double[] {1, 1});
    assertThat(OnnxReader.read(write(lists)).signature().outputs()).hasSize(1);
    lists.put("nodes_truenodeids", new double[] {0, 2});
    lists.put("nodes_falsenodeids", new double[] {2, 2});
    Path file = write(lists);
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("a tree is one leaf, 2, which ONNX Runtime mistakes for leaf 1");
  }
}
