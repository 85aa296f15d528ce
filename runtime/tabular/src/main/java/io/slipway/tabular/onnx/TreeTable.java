package io.slipway.tabular.onnx;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Repeats;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.TreeScores;
import io.slipway.tabular.form.TreeScores.Aggregate;
import io.slipway.tabular.onnx.Value.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lists in which a node holds its trees, with a place for each of their nodes. */
final class TreeTable {
  private static final int MOST_TARGETS = 10_000;

  /** What the leaves' values may come to before they are laid out. */
  private static final long MOST_VALUES = 1 << 25;

  /** A place that no node is at. */
  private static final int NOWHERE = -1;

  private final Node node;
  private final Rows features;
  private final int targets;
  private final long[] trees;
  private final long[] featureIds;
  private final double[] values;
  private final List<String> modes;
  private final long[] tracks;
  private final int[] ifTrue;
  private final int[] ifFalse;

  /** By place, the targets that a leaf speaks of and what it says of them. */
  private final Map<Integer, double[]> weights = new HashMap<>();

  private final boolean[] spokenOf;
  private final boolean[] always;
  private final TreeScores.Builder scores;
  private final Map<Key, Integer> places = new HashMap<>();
  private boolean positive = true;
  private int count;

  private record Key(long tree, long node) {}

  private TreeTable(Node node, Rows features, int targets, Aggregate aggregate)
      throws ModelLoadException {
    if (targets < 1 || targets > MOST_TARGETS) {
      throw node.refuse(targets + " targets or classes");
    }
    scores = new TreeScores.Builder(aggregate, features.precision(), targets);
    this.node = node;
    this.features = features;
    this.targets = targets;
    trees = node.integers("nodes_treeids");
    featureIds = node.integers("nodes_featureids");
    values = node.realsOrTensor("nodes_values");
    modes = node.texts("nodes_modes");
    tracks = node.integers("nodes_missing_value_tracks_true");
    ifTrue = new int[trees.length];
    ifFalse = new int[trees.length];
    spokenOf = new boolean[targets];
    always = new boolean[targets];
  }

  /**
   * @param kind what the attributes of leaves are named after
   */
  static TreeTable of(
      Node node, String kind, int targets, Rows features, Aggregate aggregate, Lowering lowering)
      throws ModelLoadException {
    TreeTable table = new TreeTable(node, features, targets, aggregate);
    table.link();
    table.weigh(kind);
    table.build(lowering);
    return table;
  }

  private void link() throws ModelLoadException {
    long[] ids = node.integers("nodes_nodeids");
    long[] trueIds = node.integers("nodes_truenodeids");
    long[] falseIds = node.integers("nodes_falsenodeids");
    int size = trees.length;
    if (size == 0
        || ids.length != size
        || trueIds.length != size
        || falseIds.length != size
        || featureIds.length != size
        || values.length != size
        || modes.size() != size
        || (tracks.length != 0 && tracks.length != size)) {
      throw node.refuse("the lists of its trees' nodes have unequal lengths, or none");
    }
    for (int i = 0; i < size; i++) {
      if (places.put(new Key(trees[i], ids[i]), i) != null) {
        throw refuse(i, "is there twice");
      }
    }
    for (int i = 0; i < size; i++) {
      boolean isLeaf = isLeaf(i);
      ifTrue[i] = isLeaf ? NOWHERE : place(i, trees[i], trueIds[i]);
      ifFalse[i] = isLeaf ? NOWHERE : place(i, trees[i], falseIds[i]);
      if (!isLeaf && (featureIds[i] < 0 || featureIds[i] >= features.width())) {
        throw refuse(i, "asks for feature " + featureIds[i] + " of " + features.width());
      }
    }
  }

  private int place(int from, long tree, long id) throws ModelLoadException {
    Integer place = places.get(new Key(tree, id));
    if (place == null || place == from) {
      throw refuse(from, "leads to node " + id);
    }
    return place;
  }

  private boolean isLeaf(int place) {
    return modes.get(place).equals("LEAF");
  }

  private void weigh(String kind) throws ModelLoadException {
    long[] ids = node.integers(kind + "_ids");
    long[] nodeIds = node.integers(kind + "_nodeids");
    long[] treeIds = node.integers(kind + "_treeids");
    double[] given = node.realsOrTensor(kind + "_weights");
    if (nodeIds.length != ids.length
        || treeIds.length != ids.length
        || given.length != ids.length) {
      throw node.refuse("the lists of its leaves' weights have unequal lengths");
    }
    if (ids.length * (long) targets > MOST_VALUES) {
      throw node.refuse("its leaves have too many values");
    }
    for (int i = 0; i < ids.length; i++) {
      Integer place = places.get(new Key(treeIds[i], nodeIds[i]));
      if (place == null) {
        throw node.refuse("a weight is of node %d of tree %d".formatted(nodeIds[i], treeIds[i]));
      }
      if (ids[i] < 0 || ids[i] >= targets) {
        throw refuse(place, "has a weight for " + kind + " " + ids[i]);
      }
      positive &= !(given[i] < 0);
      if (!isLeaf(place)) {
        continue; // old converters write such weights, and the library ignores them too
      }
      double[] weight = weights.computeIfAbsent(place, any -> nothing());
      int target = (int) ids[i];
      if (!Double.isNaN(weight[target]) || !Double.isFinite(given[i])) {
        throw refuse(place, "has two weights for " + kind + " " + target + ", or one of no size");
      }
      weight[target] = given[i];
      spokenOf[target] = true;
    }
    places.clear();
  }

  private double[] nothing() {
    double[] nothing = new double[targets];
    Arrays.fill(nothing, Double.NaN);
    return nothing;
  }

  /** Whether any leaf speaks of a target, target by target. */
  boolean[] spokenOf() {
    return spokenOf.clone();
  }

  boolean isAlwaysSpokenOf(int target) {
    return always[target];
  }

  boolean allSpokenOf() {
    for (boolean each : always) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  /** Whether no weight is below zero. */
  boolean isPositive() {
    return positive;
  }

  /** The trees, in the order in which they are summed. */
  TreeScores.Builder scores() {
    return scores;
  }

  /** How many trees there are. */
  int count() {
    return count;
  }

  private void build(Lowering lowering) throws ModelLoadException {
    for (int i = 0; i < trees.length; i++) {
      if (i == 0 || trees[i] != trees[i - 1]) {
        new Tree(lowering).add(i);
        count++;
      }
    }
  }

  private ModelLoadException refuse(int place, String why) {
    return node.refuse("node at place %d of its trees %s".formatted(place, why));
  }

  /** One tree while it is built from its leaves up. */
  private final class Tree {
    private final Lowering lowering;
    private final GraphBuilder graph = new GraphBuilder(Repeats.KEPT);
    private final Map<Integer, Integer> built = new HashMap<>();
    private final List<double[]> leaves = new ArrayList<>();

    Tree(Lowering lowering) {
      this.lowering = lowering;
    }

    void add(int place) throws ModelLoadException {
      int root = build(place);
      int[] spoken = spoken();
      double[] all = new double[leaves.size() * spoken.length];
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        for (int i = 0; i < spoken.length; i++) {
          double weight = leaves.get(leaf)[spoken[i]];
          all[leaf * spoken.length + i] = Double.isNaN(weight) ? 0 : weight;
        }
      }
      scores.tree(graph, root, spoken, all);
    }

    private int[] spoken() {
      boolean[] any = new boolean[targets];
      boolean[] every = new boolean[targets];
      Arrays.fill(every, true);
      for (double[] leaf : leaves) {
        for (int target = 0; target < targets; target++) {
          boolean speaks = !Double.isNaN(leaf[target]);
          any[target] |= speaks;
          every[target] &= speaks;
        }
      }
      List<Integer> spoken = new ArrayList<>();
      for (int target = 0; target < targets; target++) {
        always[target] |= every[target];
        if (any[target]) {
          spoken.add(target);
        }
      }
      return spoken.stream().mapToInt(Integer::intValue).toArray();
    }

    private int build(int place) throws ModelLoadException {
      Integer same = built.get(place);
      if (same != null) {
        if (same == Integer.MAX_VALUE) {
          throw refuse(place, "leads to itself");
        }
        return same;
      }
      if (isLeaf(place)) {
        leaves.add(weights.getOrDefault(place, nothing()));
        int leaf = GraphBuilder.leaf(leaves.size() - 1);
        built.put(place, leaf);
        return leaf;
      }
      built.put(place, Integer.MAX_VALUE);
      int number = test(place, build(ifTrue[place]), build(ifFalse[place]));
      built.put(place, number);
      return number;
    }

    private int test(int place, int holds, int fails) throws ModelLoadException {
      int slot = features.slot() + (int) featureIds[place];
      // Zeros are equal, whatever their sign.
      double limit =
          (features.precision() == Precision.SINGLE ? (float) values[place] : values[place]) + 0.0;
      if (Double.isNaN(limit)) {
        throw refuse(place, "compares with what is no number");
      }
      lowering.landmark(slot, limit);
      boolean isTracked = tracks.length > 0 && tracks[place] == 1;
      int missing = isTracked ? holds : fails;
      Ways ways = new Ways(holds, fails, missing);
      Ways opposite = new Ways(fails, holds, missing);
      return switch (modes.get(place)) {
        case "BRANCH_LEQ" -> graph.atMost(slot, limit, ways);
        case "BRANCH_LT" -> graph.below(slot, limit, ways);
        case "BRANCH_GTE" -> graph.below(slot, limit, opposite);
        case "BRANCH_GT" -> graph.atMost(slot, limit, opposite);
        case "BRANCH_EQ" -> graph.equal(slot, limit, ways);
        case "BRANCH_NEQ" -> graph.equal(slot, limit, new Ways(fails, holds, holds));
        default -> throw refuse(place, "is of mode " + modes.get(place));
      };
    }
  }
}
