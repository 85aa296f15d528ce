package io.slipway.tabular.onnx;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.TreeNodes.Mode;
import io.slipway.tabular.onnx.Value.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lists of TreeEnsembleRegressor and TreeEnsembleClassifier, in which nodes have names. */
final class TreeLists {
  private final Node node;
  private final long[] trees;
  private final List<String> modes;
  private final Map<Key, Integer> places = new HashMap<>();
  private final TreeNodes nodes;

  private record Key(long tree, long node) {}

  private TreeLists(Node node, Rows features, int targets) throws ModelLoadException {
    this.node = node;
    trees = node.integers("nodes_treeids");
    modes = node.texts("nodes_modes");
    nodes = new TreeNodes(node, features, targets, trees.length);
  }

  /**
   * @param kind what the attributes of leaves are named after
   */
  static TreeNodes read(Node node, String kind, int targets, Rows features)
      throws ModelLoadException {
    TreeLists lists = new TreeLists(node, features, targets);
    lists.link();
    lists.weigh(kind);
    return lists.nodes;
  }

  private void link() throws ModelLoadException {
    long[] ids = node.integers("nodes_nodeids");
    long[] trueIds = node.integers("nodes_truenodeids");
    long[] falseIds = node.integers("nodes_falsenodeids");
    long[] featureIds = node.integers("nodes_featureids");
    double[] values = node.realsOrTensor("nodes_values");
    long[] tracks = node.integers("nodes_missing_value_tracks_true");
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
    boolean[] isLedTo = new boolean[size];
    for (int i = 0; i < size; i++) {
      if (places.put(new Key(trees[i], ids[i]), i) != null) {
        throw nodes.refuse(i, "is there twice");
      }
      if (i == 0 || trees[i] != trees[i - 1]) {
        nodes.root(i);
        isLedTo[i] = true;
      }
    }
    for (int i = 0; i < size; i++) {
      if (!modes.get(i).equals("LEAF")) {
        nodes.test(i, mode(i), featureIds[i], values[i]);
        int holds = place(i, trees[i], trueIds[i]);
        int fails = place(i, trees[i], falseIds[i]);
        nodes.leads(i, holds, fails);
        isLedTo[holds] = true;
        isLedTo[fails] = true;
        if (tracks.length > 0 && tracks[i] == 1) {
          nodes.trackTrue(i);
        }
      }
    }
    for (int i = 0; i < size; i++) {
      if (!isLedTo[i]) {
        // ONNX Runtime gives its weight to the first node of all.
        throw nodes.refuse(i, "is no root and no other node leads to it");
      }
    }
  }

  private Mode mode(int place) throws ModelLoadException {
    return switch (modes.get(place)) {
      case "BRANCH_LEQ" -> Mode.AT_MOST;
      case "BRANCH_LT" -> Mode.BELOW;
      case "BRANCH_GTE" -> Mode.AT_LEAST;
      case "BRANCH_GT" -> Mode.ABOVE;
      case "BRANCH_EQ" -> Mode.EQUAL;
      case "BRANCH_NEQ" -> Mode.UNEQUAL;
      default -> throw nodes.refuse(place, "is of mode " + modes.get(place));
    };
  }

  private int place(int from, long tree, long id) throws ModelLoadException {
    Integer place = places.get(new Key(tree, id));
    if (place == null || place == from) {
      throw nodes.refuse(from, "leads to node " + id);
    }
    return place;
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
    nodes.requireRoomFor(ids.length);
    for (int i = 0; i < ids.length; i++) {
      Integer place = places.get(new Key(treeIds[i], nodeIds[i]));
      if (place == null) {
        throw node.refuse("a weight is of node %d of tree %d".formatted(nodeIds[i], treeIds[i]));
      }
      nodes.weigh(place, kind, ids[i], given[i]);
    }
    if (nodes.targets() == 1) {
      requireWeights();
    }
  }

  /** Of a single target ONNX Runtime takes a leaf's threshold where it has no weight. */
  private void requireWeights() throws ModelLoadException {
    double[] values = node.realsOrTensor("nodes_values");
    for (int i = 0; i < values.length; i++) {
      if (nodes.isLeaf(i) && !nodes.isWeighed(i) && values[i] != 0) {
        throw nodes.refuse(i, "is a leaf without a weight and with a threshold");
      }
    }
  }
}
