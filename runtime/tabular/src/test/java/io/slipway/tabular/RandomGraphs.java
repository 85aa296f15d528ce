package io.slipway.tabular;

import io.slipway.tabular.RandomTrees.Leaves;
import java.util.List;
import java.util.Random;

/** Graphs of ONNX such as converters write, with numbers from a source of chance. */
final class RandomGraphs {
  private RandomGraphs() {}

  /** Features that are prepared, and classified by a linear model or by trees. */
  static GraphFile pipeline(Random random) {
    GraphFile graph = prepared(random);
    int width = 3 + 3 + 4 + 1;
    if (random.nextBoolean()) {
      linear(graph, random, width);
    } else {
      trees(graph, random, width);
    }
    return graph;
  }

  /** Three numbers, a whole number as one of three, a text as one of four, and one as a code. */
  private static GraphFile prepared(Random random) {
    float[] three = {random.nextFloat(), 2, -3};
    boolean missing = random.nextBoolean();
    return new GraphFile()
        .input("a", GraphFile.FLOAT, -1, 1)
        .input("b", GraphFile.FLOAT, -1, 2)
        .input("k", GraphFile.INT64, -1, 1)
        .input("t", GraphFile.STRING, -1, 1)
        .input("u", GraphFile.STRING, -1, 1)
        .constant("rows3", GraphFile.INT64, new double[] {-1, 3}, 2)
        .constant("rows4", GraphFile.INT64, new double[] {-1, 4}, 2)
        .constant("order", GraphFile.INT64, new double[] {2, 0, 1}, 3)
        .node("", "Concat", List.of("a", "b"), List.of("ab"), node -> node.number("axis", 1))
        .node(
            GraphFile.ML, "ArrayFeatureExtractor", List.of("ab", "order"), List.of("abo"), n -> {})
        .node(
            GraphFile.ML,
            "Imputer",
            List.of("abo"),
            List.of("full"),
            node ->
                node.reals("imputed_value_floats", three)
                    .real("replaced_value_float", missing ? Float.NaN : 1))
        .node(
            GraphFile.ML,
            "Scaler",
            List.of("full"),
            List.of("scaled"),
            node -> node.reals("offset", three).reals("scale", 0.5f, random.nextFloat(), 3))
        .node(
            GraphFile.ML,
            "OneHotEncoder",
            List.of("k"),
            List.of("k1"),
            node -> node.integers("cats_int64s", -7, 3, 1000).number("zeros", 1))
        .node(
            GraphFile.ML,
            "OneHotEncoder",
            List.of("t"),
            List.of("t1"),
            node -> node.texts("cats_strings", List.of("", "x", "\u00e9\ud83d\ude00", "y")))
        .node(
            GraphFile.ML,
            "LabelEncoder",
            List.of("u"),
            List.of("code"),
            node ->
                node.texts("keys_strings", List.of("x", "1", "NaN"))
                    .integers("values_int64s", 4, -2, 0)
                    .number("default_int64", -1))
        .node("", "Reshape", List.of("k1", "rows3"), List.of("k2"), node -> {})
        .node("", "Reshape", List.of("t1", "rows4"), List.of("t2"), node -> {})
        .node("", "Cast", List.of("code"), List.of("number"), node -> node.number("to", 1))
        .node(
            "",
            "Concat",
            List.of("scaled", "k2", "t2", "number"),
            List.of("x"),
            node -> node.number("axis", -1));
  }

  private static void linear(GraphFile graph, Random random, int width) {
    int classes = List.of(2, 3, 6).get(random.nextInt(3));
    boolean isSingle = classes == 2 && random.nextBoolean();
    int results = isSingle ? 1 : classes;
    String post = List.of("NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO").get(random.nextInt(4));
    graph
        .output("label", GraphFile.INT64, -1)
        .maps("scores", GraphFile.INT64)
        .node(
            GraphFile.ML,
            "LinearClassifier",
            List.of("x"),
            List.of("label", "s"),
            node ->
                node.reals("coefficients", floats(random, results * width))
                    .reals("intercepts", floats(random, results))
                    .integers("classlabels_ints", labels(classes))
                    .text("post_transform", post))
        .node(
            GraphFile.ML,
            "ZipMap",
            List.of("s"),
            List.of("scores"),
            node -> node.integers("classlabels_int64s", labels(classes)));
  }

  private static void trees(GraphFile graph, Random random, int width) {
    RandomTrees trees = new RandomTrees(random, width, 3, Leaves.OF_ALL);
    trees.add(9, 4);
    graph
        .output("label", GraphFile.STRING, -1)
        .output("n", GraphFile.FLOAT, -1, 3)
        .node(
            GraphFile.ML,
            "TreeEnsembleClassifier",
            List.of("x"),
            List.of("label", "s"),
            node -> {
              trees.write("class", node);
              node.texts("classlabels_strings", List.of("lo", "mid", "hi"));
            })
        .node(
            GraphFile.ML,
            "Normalizer",
            List.of("s"),
            List.of("n"),
            node -> node.text("norm", List.of("MAX", "L1", "L2").get(random.nextInt(3))));
  }

  private static long[] labels(int classes) {
    long[] labels = new long[classes];
    for (int i = 0; i < classes; i++) {
      labels[i] = 10L * i - 5;
    }
    return labels;
  }

  private static float[] floats(Random random, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  /** A linear regression. */
  static GraphFile regression(Random random) {
    int targets = 1 + random.nextInt(3);
    int width = 1 + random.nextInt(300);
    return new GraphFile()
        .input("x", GraphFile.FLOAT, -1, width)
        .output("y", GraphFile.FLOAT, -1, targets)
        .node(
            GraphFile.ML,
            "LinearRegressor",
            List.of("x"),
            List.of("y"),
            node ->
                node.reals("coefficients", floats(random, targets * width))
                    .reals("intercepts", floats(random, targets))
                    .number("targets", targets));
  }

  /** Numbers that are computed and compared. */
  static GraphFile numbers() {
    return new GraphFile()
        .input("x", GraphFile.FLOAT, -1, 3)
        .constant("w", GraphFile.FLOAT, new double[] {1, -2, 0.5, 3, 0.25, -1}, 3, 2)
        .constant("c", GraphFile.FLOAT, new double[] {0.1, -0.0, 7}, 3)
        .constant("one", GraphFile.FLOAT, new double[] {0.3}, 1)
        .output("best", GraphFile.INT64, -1)
        .output("where", GraphFile.FLOAT, -1, 3)
        .output("sigmoid", GraphFile.FLOAT, -1, 3)
        .output("xw", GraphFile.FLOAT, -1, 2)
        .output("total", GraphFile.FLOAT, -1, 1)
        .node("", "MatMul", List.of("x", "w"), List.of("xw"), node -> {})
        .node("", "Sigmoid", List.of("x"), List.of("sigmoid"), node -> {})
        .node("", "Sub", List.of("x", "c"), List.of("less"), node -> {})
        .node("", "Div", List.of("less", "one"), List.of("parts"), node -> {})
        .node("", "Mul", List.of("parts", "x"), List.of("product"), node -> {})
        .node("", "Add", List.of("product", "c"), List.of("sum"), node -> {})
        .node("", "Abs", List.of("sum"), List.of("abs"), node -> {})
        .node("", "Sqrt", List.of("abs"), List.of("root"), node -> {})
        .node("", "Less", List.of("x", "c"), List.of("small"), node -> {})
        .node("", "Not", List.of("small"), List.of("large"), node -> {})
        .node("", "Where", List.of("large", "root", "x"), List.of("where"), node -> {})
        .node(
            "",
            "ArgMax",
            List.of("where"),
            List.of("best"),
            node -> node.number("axis", 1).number("keepdims", 0))
        .node("", "Slice", List.of("where", "i0", "i2", "i1"), List.of("two"), node -> {})
        .node("", "ReduceSum", List.of("two", "i1"), List.of("total"), node -> {})
        .constant("i0", GraphFile.INT64, new double[] {0}, 1)
        .constant("i1", GraphFile.INT64, new double[] {1}, 1)
        .constant("i2", GraphFile.INT64, new double[] {2}, 1);
  }

  /** A few small trees of the operator that version 5 of ai.onnx.ml has for them. */
  static GraphFile ensemble(Random random) {
    int type = random.nextBoolean() ? GraphFile.FLOAT : GraphFile.DOUBLE;
    int targets = 1 + random.nextInt(2);
    RandomTreeTensors trees = new RandomTreeTensors(random, 3, targets, type);
    trees.add(1 + random.nextInt(3), random.nextInt(3));
    return new GraphFile()
        .opsets(20, 5)
        .input("x", type, -1, 3)
        .output("y", type, -1, targets)
        .node(
            GraphFile.ML,
            "TreeEnsemble",
            List.of("x"),
            List.of("y"),
            node -> {
              trees.write(node);
              node.number("aggregate_function", random.nextInt(4));
            });
  }

  /**
   * Elements that are picked, looked up, tested and multiplied.
   *
   * @param otherwise the place, in a table of three, of what no key is for
   */
  static GraphFile lookedUp(int otherwise) {
    return new GraphFile()
        .opsets(17, 4)
        .input("x", GraphFile.FLOAT, -1, 4)
        .input("k", GraphFile.INT64, -1, 1)
        .constant("places", GraphFile.INT64, new double[] {3, 0, -2}, 3)
        .constant("w", GraphFile.FLOAT, new double[] {1, 2, -1, 0.5, 0.25, 3}, 2, 3)
        .constant("b", GraphFile.FLOAT, new double[] {0.5, -4}, 2)
        .constant("table", GraphFile.FLOAT, new double[] {7, -1, 2.5}, 3)
        .constant("half", GraphFile.FLOAT, new double[] {0.5}, 1)
        .output("z", GraphFile.FLOAT, -1, 2)
        .output("entry", GraphFile.FLOAT, -1, 1)
        .output("any", GraphFile.BOOL, -1, 3)
        .output("mean", GraphFile.FLOAT, -1, 1)
        .output("vector", GraphFile.FLOAT, -1, 4)
        .node("", "Gather", List.of("x", "places"), List.of("g"), node -> node.number("axis", 1))
        .node(
            "",
            "Gemm",
            List.of("g", "w", "b"),
            List.of("z"),
            node -> node.number("transB", 1).real("alpha", 1))
        .node(
            GraphFile.ML,
            "LabelEncoder",
            List.of("k"),
            List.of("code"),
            node ->
                node.tensor("keys_tensor", GraphFile.INT64, 4, -7, 1000)
                    .tensor("values_tensor", GraphFile.INT64, 2, 1, 0)
                    .tensor("default_tensor", GraphFile.INT64, otherwise))
        .node(
            "",
            "Gather",
            List.of("table", "code"),
            List.of("entry"),
            node -> node.number("axis", 0))
        .node("", "Greater", List.of("g", "half"), List.of("more"), node -> {})
        .node("", "IsNaN", List.of("g"), List.of("none"), node -> {})
        .node("", "Or", List.of("more", "none"), List.of("any"), node -> {})
        .node("", "Relu", List.of("g"), List.of("up"), node -> {})
        .node("", "ReduceMean", List.of("up"), List.of("mean"), node -> node.integers("axes", 1))
        .node("", "Neg", List.of("up"), List.of("down"), node -> {})
        .node("", "Flatten", List.of("down"), List.of("flat"), node -> node.number("axis", 1))
        .node(
            GraphFile.ML,
            "FeatureVectorizer",
            List.of("flat", "entry"),
            List.of("vector"),
            node -> node.integers("inputdimensions", 3, 1));
  }
}
