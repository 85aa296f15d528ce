package io.slipway.tabular;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trees as the lists of a node's attributes; the same seed makes the same. */
final class RandomTrees {
  private static final List<String> MODES =
      List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ");

  /** Of which targets a leaf speaks. */
  enum Leaves {
    OF_ALL,
    OF_ONE_A_TREE,
    OF_THE_FIRST
  }

  private final Random random;
  private final int features;
  private final int targets;
  private final Leaves leaves;
  private final boolean positive;
  private final List<String> allowed;
  private final List<Long> trees = new ArrayList<>();
  private final List<Long> ids = new ArrayList<>();
  private final List<Long> featureIds = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Float> thresholds = new ArrayList<>();
  private final List<Long> tracks = new ArrayList<>();
  private final List<Long> ifTrue = new ArrayList<>();
  private final List<Long> ifFalse = new ArrayList<>();
  private final List<Long> leafTrees = new ArrayList<>();
  private final List<Long> leafIds = new ArrayList<>();
  private final List<Long> leafTargets = new ArrayList<>();
  private final List<Float> weights = new ArrayList<>();

  RandomTrees(Random random, int features, int targets, Leaves leaves) {
    this.random = random;
    this.features = features;
    this.targets = targets;
    this.leaves = leaves;
    this.positive = random.nextBoolean();
    this.allowed =
        switch (random.nextInt(4)) {
          case 0 -> MODES;
          case 1 -> List.of("BRANCH_LEQ");
          case 2 -> MODES.subList(0, 4);
          default -> List.of(MODES.get(random.nextInt(MODES.size())));
        };
  }

  void add(int count, int depth) {
    for (int tree = 0; tree < count; tree++) {
      node(tree, depth, random.nextInt(targets), new long[1]);
    }
  }

  private long node(long tree, int depth, int target, long[] next) {
    long id = next[0]++;
    int at = trees.size();
    boolean isLeaf = depth == 0 || (id > 0 && random.nextInt(5) == 0);
    trees.add(tree);
    ids.add(id);
    featureIds.add(isLeaf ? 0L : random.nextInt(features));
    modes.add(isLeaf ? "LEAF" : allowed.get(random.nextInt(allowed.size())));
    thresholds.add(isLeaf ? 0f : threshold());
    tracks.add((long) random.nextInt(2));
    ifTrue.add(0L);
    ifFalse.add(0L);
    if (isLeaf) {
      leaf(tree, id, target);
    } else {
      ifFalse.set(at, node(tree, depth - 1, target, next));
      ifTrue.set(at, node(tree, depth - 1, target, next));
    }
    return id;
  }

  private float threshold() {
    return switch (random.nextInt(12)) {
      case 0 -> 0f;
      case 1 -> -0f;
      case 2 -> 1f;
      case 3 -> Float.MIN_VALUE;
      case 4 -> random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
      default -> (float) random.nextGaussian();
    };
  }

  private void leaf(long tree, long id, int target) {
    for (int i = 0; i < targets; i++) {
      if (leaves == Leaves.OF_ALL
          || (leaves == Leaves.OF_ONE_A_TREE && i == target)
          || (leaves == Leaves.OF_THE_FIRST && i == 0)) {
        leafTrees.add(tree);
        leafIds.add(id);
        leafTargets.add((long) i);
        float weight = (float) random.nextGaussian();
        weights.add(positive ? Math.abs(weight) / 10 : weight);
      }
    }
  }

  /**
   * Takes the weights from the leaves of a tree.
   *
   * @param left what their nodes have for a threshold
   */
  void forgetWeights(long tree, float left) {
    for (int i = 0; i < trees.size(); i++) {
      if (trees.get(i) == tree && modes.get(i).equals("LEAF")) {
        thresholds.set(i, left);
      }
    }
    for (int i = leafTrees.size() - 1; i >= 0; i--) {
      if (leafTrees.get(i) == tree) {
        leafTrees.remove(i);
        leafIds.remove(i);
        leafTargets.remove(i);
        weights.remove(i);
      }
    }
  }

  /**
   * @param kind what the attributes of leaves are named after
   */
  void write(String kind, GraphFile.Attributes node) {
    node.integers("nodes_treeids", longs(trees))
        .integers("nodes_nodeids", longs(ids))
        .integers("nodes_featureids", longs(featureIds))
        .texts("nodes_modes", modes)
        .reals("nodes_values", floats(thresholds))
        .integers("nodes_truenodeids", longs(ifTrue))
        .integers("nodes_falsenodeids", longs(ifFalse))
        .integers(kind + "_treeids", longs(leafTrees))
        .integers(kind + "_nodeids", longs(leafIds))
        .integers(kind + "_ids", longs(leafTargets))
        .reals(kind + "_weights", floats(weights));
    if (random.nextBoolean()) {
      node.integers("nodes_missing_value_tracks_true", longs(tracks));
    }
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static float[] floats(List<Float> list) {
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = list.get(i);
    }
    return floats;
  }
}
