package io.slipway.benchmarks.tabular;

import io.slipway.onnx.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes models as ONNX graphs of one operator of ai.onnx.ml: x of [rows, features] to y. */
final class OnnxWriter {
  private static final int FLOAT = 1;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 18;

  private OnnxWriter() {}

  static byte[] write(Forest forest) {
    Nodes nodes = new Nodes();
    for (int tree = 0; tree < forest.trees().size(); tree++) {
      nodes.tree(tree, forest.trees().get(tree));
    }
    return model("TreeEnsembleRegressor", forest.features(), nodes.attributes());
  }

  static byte[] write(float[] coefficients, float intercept) {
    List<Float> all = new ArrayList<>();
    for (float coefficient : coefficients) {
      all.add(coefficient);
    }
    return model(
        "LinearRegressor",
        coefficients.length,
        List.of(floats("coefficients", all), floats("intercepts", List.of(intercept))));
  }

  private static byte[] model(String operator, int features, List<ProtoWriter> attributes) {
    ProtoWriter node = new ProtoWriter().text(1, "x").text(2, "y").text(4, operator);
    attributes.forEach(attribute -> node.message(5, attribute));
    node.text(7, "ai.onnx.ml");
    ProtoWriter graph =
        new ProtoWriter()
            .message(1, node)
            .text(2, "benchmark")
            .message(11, tensor("x", features))
            .message(12, tensor("y", 1));
    return new ProtoWriter()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
        .message(8, new ProtoWriter().text(1, "ai.onnx.ml").number(2, 1))
        .toByteArray();
  }

  private static ProtoWriter tensor(String name, int width) {
    ProtoWriter shape =
        new ProtoWriter()
            .message(1, new ProtoWriter().text(2, "rows"))
            .message(1, new ProtoWriter().number(1, width));
    ProtoWriter type =
        new ProtoWriter().message(1, new ProtoWriter().number(1, FLOAT).message(2, shape));
    return new ProtoWriter().text(1, name).message(2, type);
  }

  private static ProtoWriter floats(String name, List<Float> values) {
    ByteBuffer packed =
        ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(packed::putFloat);
    return new ProtoWriter().text(1, name).number(20, 6).bytes(7, packed.array());
  }

  private static ProtoWriter integers(String name, List<Integer> values) {
    ProtoWriter packed = new ProtoWriter();
    values.forEach(packed::packed);
    return new ProtoWriter().text(1, name).number(20, 7).bytes(8, packed.toByteArray());
  }

  /** The trees as the operator's parallel lists. */
  private static final class Nodes {
    private final List<Integer> trees = new ArrayList<>();
    private final List<Integer> ids = new ArrayList<>();
    private final List<Integer> features = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Integer> yes = new ArrayList<>();
    private final List<Integer> no = new ArrayList<>();
    private final List<Integer> leafTrees = new ArrayList<>();
    private final List<Integer> leafIds = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();
    private final List<Float> weights = new ArrayList<>();
    private int next;

    void tree(int tree, Forest.Node root) {
      next = 0;
      node(tree, root);
    }

    private int node(int tree, Forest.Node node) {
      int id = next++;
      int at = trees.size();
      trees.add(tree);
      ids.add(id);
      yes.add(0);
      no.add(0);
      switch (node) {
        case Forest.Node.Leaf leaf -> {
          features.add(0);
          modes.add("LEAF");
          thresholds.add(0f);
          leafTrees.add(tree);
          leafIds.add(id);
          targets.add(0);
          weights.add((float) leaf.value());
        }
        case Forest.Node.Split split -> {
          features.add(split.feature());
          modes.add("BRANCH_LEQ");
          thresholds.add(split.threshold());
          yes.set(at, node(tree, split.left()));
          no.set(at, node(tree, split.right()));
        }
      }
      return id;
    }

    List<ProtoWriter> attributes() {
      ProtoWriter strings = new ProtoWriter().text(1, "nodes_modes").number(20, 8);
      modes.forEach(mode -> strings.text(9, mode));
      return List.of(
          integers("nodes_treeids", trees),
          integers("nodes_nodeids", ids),
          integers("nodes_featureids", features),
          strings,
          floats("nodes_values", thresholds),
          integers("nodes_truenodeids", yes),
          integers("nodes_falsenodeids", no),
          integers("target_treeids", leafTrees),
          integers("target_nodeids", leafIds),
          integers("target_ids", targets),
          floats("target_weights", weights),
          new ProtoWriter().text(1, "n_targets").number(20, 2).number(3, 1));
    }
  }
}
