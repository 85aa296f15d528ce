package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.onnx.file.TensorElements;
import io.slipway.onnx.file.TensorProto;
import io.slipway.onnx.file.TreeEnsembleProto;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.TreeNodes.Mode;
import io.slipway.tabular.onnx.Value.Rows;
import java.util.List;
import java.util.Optional;

/** The lists and tensors of TreeEnsemble, in which tests and leaves have numbers of their own. */
final class TreeTensors {
  /** In the order of the standard's numbers. */
  private static final List<Mode> MODES =
      List.of(
          Mode.AT_MOST,
          Mode.BELOW,
          Mode.AT_LEAST,
          Mode.ABOVE,
          Mode.EQUAL,
          Mode.UNEQUAL,
          Mode.MEMBER);

  private TreeTensors() {}

  /** Leaves stand behind the tests. */
  static TreeNodes read(Node node, int targets, Rows features) throws ModelLoadException {
    TreeEnsembleProto trees = TreeEnsembleProto.of(node.proto());
    double[] limits = numbers(node, "nodes_splits", features);
    double[] weights = numbers(node, "leaf_weights", features);
    TreeNodes nodes = new TreeNodes(node, features, targets, trees.tests() + trees.leaves());
    for (int test = 0; test < trees.tests(); test++) {
      nodes.test(test, MODES.get(trees.mode(test)), trees.feature(test), limits[test]);
      nodes.leads(test, place(trees, trees.ifTrue(test)), place(trees, trees.ifFalse(test)));
      if (trees.mode(test) == TreeEnsembleProto.MEMBER) {
        nodes.members(test, trees.membersOf(test));
      }
      if (trees.tracksTrue(test)) {
        nodes.trackTrue(test);
      }
    }
    for (int root : trees.treeRoots()) {
      // A tree of one leaf is a test that leads to it either way.
      int only = trees.ifTrue(root);
      nodes.root(only < 0 && only == trees.ifFalse(root) ? place(trees, only) : root);
    }
    nodes.requireRoomFor(trees.leaves());
    for (int leaf = 0; leaf < trees.leaves(); leaf++) {
      nodes.weigh(trees.tests() + leaf, "target", trees.target(leaf), weights[leaf]);
    }
    return nodes;
  }

  private static int place(TreeEnsembleProto trees, int way) {
    return way >= 0 ? way : trees.tests() + ~way;
  }

  /** Of the precision in which the features are. */
  private static double[] numbers(Node node, String attribute, Rows features)
      throws ModelLoadException {
    Optional<TensorProto> tensor = node.tensor(attribute);
    if (tensor.isEmpty() || ElementType.of(tensor.get().type()).orElse(null) != features.type()) {
      throw node.refuse(attribute + " is not of the input's type " + features.type());
    }
    return TensorElements.numbers(tensor.get());
  }
}
