package io.slipway.benchmarks.tabular;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up ensemble whose trees are summed. Its thresholds are single precision numbers and its
 * leaves multiples of 1/1024, so that every order and precision of the sum gives the same number.
 *
 * @param features how many fields it looks at
 */
record Forest(int features, List<Node> trees) {
  private static final int LEAF_STEPS = 1024;

  /** A split or a leaf. */
  sealed interface Node {
    /** Goes left where the feature is at most the threshold. */
    record Split(int feature, float threshold, Node left, Node right) implements Node {}

    /** What the tree adds to the sum. */
    record Leaf(double value) implements Node {}
  }

  /**
   * @param depth of every leaf
   */
  static Forest balanced(int features, int trees, int depth, long seed) {
    return make(features, trees, depth, 1, new Random(seed));
  }

  /**
   * Trees as unpruned random forests have them.
   *
   * @param depth of the deepest leaf that there may be
   */
  static Forest unbalanced(int features, int trees, int depth, long seed) {
    return make(features, trees, depth, 0.9, new Random(seed));
  }

  private static Forest make(int features, int count, int depth, double grows, Random random) {
    List<Node> trees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trees.add(node(features, depth, 1, grows, random));
    }
    return new Forest(features, trees);
  }

  private static Node node(int features, int depth, double grow, double grows, Random random) {
    if (depth == 0 || random.nextDouble() > grow) {
      return new Node.Leaf((random.nextInt(2 * LEAF_STEPS) - LEAF_STEPS) / (double) LEAF_STEPS);
    }
    int feature = random.nextInt(features);
    float threshold = (float) random.nextGaussian();
    return new Node.Split(
        feature,
        threshold,
        node(features, depth - 1, grow * grows, grows, random),
        node(features, depth - 1, grow * grows, grows, random));
  }
}
