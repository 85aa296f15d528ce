package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.TreeScores.Aggregate;
import io.slipway.tabular.onnx.Value.Rows;
import io.slipway.tabular.tensor.PostTransform;
import io.slipway.tabular.tensor.TreeClasses;
import io.slipway.tabular.tensor.TreeTargets;
import io.slipway.tabular.tensor.TwoClasses;
import io.slipway.tabular.tensor.TwoClasses.Rule;
import java.util.Arrays;
import java.util.List;

/** TreeEnsemble, and TreeEnsembleClassifier and TreeEnsembleRegressor before it. */
final class TreeEnsembles {
  private static final String[] NODES = {
    "base_values",
    "base_values_as_tensor",
    "nodes_falsenodeids",
    "nodes_featureids",
    "nodes_hitrates",
    "nodes_hitrates_as_tensor",
    "nodes_missing_value_tracks_true",
    "nodes_modes",
    "nodes_nodeids",
    "nodes_treeids",
    "nodes_truenodeids",
    "nodes_values",
    "nodes_values_as_tensor",
    "post_transform"
  };

  /** In the order of the standard's numbers. */
  private static final List<String> FUNCTIONS = List.of("AVERAGE", "SUM", "MIN", "MAX");

  private TreeEnsembles() {}

  private static String[] with(String... more) {
    String[] all = Arrays.copyOf(NODES, NODES.length + more.length);
    System.arraycopy(more, 0, all, NODES.length, more.length);
    return all;
  }

  /** Features in the precision in which they are compared with thresholds. */
  private static Rows features(Node node, Lowering lowering) throws ModelLoadException {
    Rows x = lowering.matrixIn(node, 0);
    if (!x.isReal() && !x.isWhole()) {
      throw node.refuse("the input is " + x.type());
    }
    return x.isReal() ? x : Features.single(node, x, lowering);
  }

  static void regressor(Node node, Lowering lowering) throws ModelLoadException {
    node.knows(
        with(
            "aggregate_function",
            "n_targets",
            "target_ids",
            "target_nodeids",
            "target_treeids",
            "target_weights",
            "target_weights_as_tensor"));
    Rows x = features(node, lowering);
    if (!lowering.rowsIn(node, 0).isReal()) {
      throw node.refuse("the input is " + lowering.rowsIn(node, 0).type());
    }
    int targets = node.count("n_targets");
    String function = node.text("aggregate_function", "SUM");
    Aggregate aggregate = aggregate(node, function);
    TreeTable table = TreeTable.of(TreeLists.read(node, "target", targets, x), aggregate, lowering);
    if (aggregate != Aggregate.SUM && targets == 1 && !table.isComplete()) {
      throw node.refuse("not every leaf has a value");
    }
    double[] base = node.realsOrTensor("base_values");
    if (base.length != 0 && base.length != targets) {
      throw node.refuse(base.length + " base_values for " + targets + " targets");
    }
    PostTransform post = PostTransforms.of(node);
    if (targets == 1 && post != PostTransform.PROBIT) {
      post = PostTransform.NONE;
    }
    Rows y = lowering.matrix(node, ElementType.FLOAT, targets);
    lowering.add(table.scores().build(y.slot(), lowering::newSlot));
    lowering.add(
        new TreeTargets(
            y.slot(),
            targets,
            base,
            function.equals("AVERAGE") ? table.count() : 1,
            post,
            x.precision()));
    lowering.define(node, 0, y);
  }

  static void ensemble(Node node, Lowering lowering) throws ModelLoadException {
    node.knows(
        "aggregate_function",
        "leaf_targetids",
        "leaf_weights",
        "membership_values",
        "n_targets",
        "nodes_falseleafs",
        "nodes_falsenodeids",
        "nodes_featureids",
        "nodes_hitrates",
        "nodes_missing_value_tracks_true",
        "nodes_modes",
        "nodes_splits",
        "nodes_trueleafs",
        "nodes_truenodeids",
        "post_transform",
        "tree_roots");
    Rows x = lowering.matrixIn(node, 0);
    if (!x.isReal()) {
      throw node.refuse("the input is " + x.type());
    }
    long function = node.number("aggregate_function", FUNCTIONS.indexOf("SUM"));
    if (function < 0 || function >= FUNCTIONS.size()) {
      throw node.refuse("aggregate_function " + function + " is not known");
    }
    String name = FUNCTIONS.get((int) function);
    int targets = node.count("n_targets");
    TreeTable table =
        TreeTable.of(TreeTensors.read(node, targets, x), aggregate(node, name), lowering);
    PostTransform post = PostTransforms.numbered(node, targets, x.precision());
    Rows y = lowering.matrix(node, x.type(), targets);
    lowering.add(table.scores().build(y.slot(), lowering::newSlot));
    lowering.add(
        new TreeTargets(
            y.slot(),
            targets,
            new double[0],
            name.equals("AVERAGE") ? table.count() : 1,
            post,
            x.precision()));
    lowering.define(node, 0, y);
  }

  private static Aggregate aggregate(Node node, String function) throws ModelLoadException {
    return switch (function) {
      case "SUM", "AVERAGE" -> Aggregate.SUM;
      case "MIN" -> Aggregate.LEAST;
      case "MAX" -> Aggregate.GREATEST;
      default -> throw node.refuse("aggregate_function " + function + " is not known");
    };
  }

  static void classifier(Node node, Lowering lowering) throws ModelLoadException {
    node.knows(
        with(
            "class_ids",
            "class_nodeids",
            "class_treeids",
            "class_weights",
            "class_weights_as_tensor",
            "classlabels_int64s",
            "classlabels_strings"));
    Rows x = features(node, lowering);
    Classes classes = Classes.of(node, "classlabels_int64s", lowering);
    int count = classes.count();
    if (count < 2) {
      throw node.refuse(count + " classes");
    }
    TreeTable table =
        TreeTable.of(TreeLists.read(node, "class", count, x), Aggregate.SUM, lowering);
    double[] base = node.realsOrTensor("base_values");
    PostTransform post = PostTransforms.of(node);
    boolean[] scored = table.spokenOf();
    for (int i = 0; i < count; i++) {
      if (scored[i] && !table.isAlwaysSpokenOf(i)) {
        throw node.refuse("class " + i + " has a value at some leaves and none at others");
      }
    }
    Rows scores = lowering.matrix(node, ElementType.FLOAT, count);
    int winner = lowering.newSlot();
    lowering.add(table.scores().build(scores.slot(), lowering::newSlot));
    if (count > 2) {
      manyClasses(node, scores, winner, base, scored, post, x.precision(), lowering);
    } else {
      twoClasses(node, scores, winner, base, table, post, x.precision(), lowering);
    }
    lowering.define(node, 0, classes.labelOf(node, winner, lowering));
    lowering.define(node, 1, scores);
  }

  private static void manyClasses(
      Node node,
      Rows scores,
      int winner,
      double[] base,
      boolean[] scored,
      PostTransform post,
      Precision precision,
      Lowering lowering)
      throws ModelLoadException {
    if (base.length != 0 && base.length != scored.length) {
      throw node.refuse(base.length + " base_values for " + scored.length + " classes");
    }
    boolean[] eligible = scored.clone();
    if (base.length > 0) {
      Arrays.fill(eligible, true);
    }
    lowering.add(new TreeClasses(scores.slot(), winner, base, eligible, post, precision));
  }

  /** The library decides between two in its own way, by which of them the leaves speak of. */
  private static void twoClasses(
      Node node,
      Rows scores,
      int winner,
      double[] base,
      TreeTable table,
      PostTransform post,
      Precision precision,
      Lowering lowering)
      throws ModelLoadException {
    boolean[] scored = table.spokenOf();
    if (!scored[0] || scored[1] || base.length > 1 || post == PostTransform.PROBIT) {
      throw node.refuse("two classes of which the leaves do not speak of the first alone");
    }
    lowering.add(
        new TwoClasses(
            scores.slot(),
            scores.slot(),
            winner,
            base.length == 0 ? 0 : base[0],
            table.isPositive() ? Rule.HALF : Rule.ZERO,
            post,
            precision));
  }
}
