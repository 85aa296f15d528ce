package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.onnx.Value.Constant;
import io.slipway.tabular.onnx.Value.Rows;
import io.slipway.tabular.tensor.LinearClasses;
import io.slipway.tabular.tensor.PostTransform;
import io.slipway.tabular.tensor.Product;
import io.slipway.tabular.tensor.TreeTargets;
import io.slipway.tabular.tensor.TwoClasses;
import io.slipway.tabular.tensor.TwoClasses.Rule;

/** LinearClassifier, LinearRegressor, and products with matrices. */
final class Linears {
  /** More coefficients than these are better multiplied by a library for matrices. */
  private static final int MOST_COEFFICIENTS = 1 << 14;

  private Linears() {}

  static void regressor(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("coefficients", "intercepts", "post_transform", "targets");
    Rows x = lowering.matrixIn(node, 0);
    int targets = (int) node.number("targets", 1);
    if (x.type() != ElementType.FLOAT) {
      throw node.refuse("the input is " + x.type());
    }
    double[] intercepts = node.reals("intercepts");
    Rows y = lowering.matrix(node, ElementType.FLOAT, product(node, x, targets));
    double[] bias = intercepts.length == targets ? intercepts : new double[targets];
    lowering.add(
        new Product(
            x.slot(), x.width(), y.slot(), node.reals("coefficients"), bias, Precision.SINGLE));
    PostTransform post = PostTransforms.of(node);
    if (post != PostTransform.NONE && targets == 1 && post != PostTransform.PROBIT) {
      post = PostTransform.NONE;
    }
    finish(node, y, post, lowering);
    lowering.define(node, 0, y);
  }

  /** How many results, where there are as many coefficients as these need. */
  private static int product(Node node, Rows x, int results) throws ModelLoadException {
    int coefficients = node.reals("coefficients").length;
    if (coefficients > MOST_COEFFICIENTS) {
      throw node.refuse("it has more than " + MOST_COEFFICIENTS + " coefficients");
    }
    if (results < 1 || coefficients != (long) results * x.width()) {
      throw node.refuse(
          "%d coefficients do not fit %d results of %d elements"
              .formatted(coefficients, results, x.width()));
    }
    return results;
  }

  private static void finish(Node node, Rows y, PostTransform post, Lowering lowering)
      throws ModelLoadException {
    switch (post) {
      case NONE -> {}
      case LOGISTIC, SOFTMAX ->
          throw node.refuse("post_transform " + post + " of a linear regression is not known");
      default ->
          lowering.add(
              new TreeTargets(y.slot(), y.width(), new double[0], 1, post, Precision.SINGLE));
    }
  }

  static void classifier(Node node, Lowering lowering) throws ModelLoadException {
    node.knows(
        "classlabels_ints",
        "classlabels_strings",
        "coefficients",
        "intercepts",
        "multi_class",
        "post_transform");
    Rows given = lowering.matrixIn(node, 0);
    if (given.type() == ElementType.STRING || given.type() == ElementType.BOOL) {
      throw node.refuse("the input is " + given.type());
    }
    Rows x = Features.single(node, given, lowering);
    double[] intercepts = node.reals("intercepts");
    Classes classes = Classes.of(node, "classlabels_ints", lowering);
    int results = product(node, x, intercepts.length);
    PostTransform post = PostTransforms.of(node);
    Rows scores = lowering.matrix(node, ElementType.FLOAT, Math.max(2, results));
    int winner = lowering.newSlot();
    if (results == 1 && classes.count() == 2 && post != PostTransform.PROBIT) {
      lowering.add(product(node, x, scores.slot(), intercepts));
      lowering.add(
          new TwoClasses(
              scores.slot(), scores.slot(), winner, 0, Rule.MARGIN, post, Precision.SINGLE));
      lowering.define(node, 0, classes.labelOf(node, winner, lowering));
      lowering.define(node, 1, scores);
      return;
    }
    if (results == 1 || classes.count() != results) {
      throw node.refuse(results + " scores for " + classes.count() + " classes");
    }
    lowering.add(product(node, x, scores.slot(), intercepts));
    lowering.add(new LinearClasses(scores.slot(), results, winner, post));
    lowering.define(node, 0, classes.labelOf(node, winner, lowering));
    lowering.define(node, 1, scores);
  }

  private static Product product(Node node, Rows x, int to, double[] intercepts)
      throws ModelLoadException {
    return new Product(
        x.slot(), x.width(), to, node.reals("coefficients"), intercepts, Precision.SINGLE);
  }

  static void matMul(Node node, Lowering lowering) throws ModelLoadException {
    node.knows();
    Rows x = lowering.matrixIn(node, 0);
    Constant matrix = lowering.constantIn(node, 1);
    if (matrix.dims().size() != 2) {
      throw node.refuse("products with a vector are summed in an order that is not known");
    }
    int results = Math.toIntExact(matrix.dims().get(1));
    lowering.define(
        node, 0, multiplied(node, x, matrix, results, false, new double[results], lowering));
  }

  static void gemm(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("alpha", "beta", "transA", "transB");
    Rows x = lowering.matrixIn(node, 0);
    Constant matrix = lowering.constantIn(node, 1);
    boolean isTransposed = node.number("transB", 0) == 1;
    if (node.number("transA", 0) != 0 || node.real("alpha", 1) != 1 || node.real("beta", 1) != 1) {
      throw node.refuse("alpha, beta and transA are not known");
    }
    if (matrix.dims().size() != 2) {
      throw node.refuse("a matrix of shape " + matrix.dims());
    }
    int results = Math.toIntExact(matrix.dims().get(isTransposed ? 0 : 1));
    double[] bias = new double[results];
    if (node.hasInput(2)) {
      double[] given = lowering.constantIn(node, 2).numbers();
      if (given.length != 1 && given.length != results) {
        throw node.refuse("%d results and %d to be added".formatted(results, given.length));
      }
      for (int i = 0; i < results; i++) {
        bias[i] = given[given.length == 1 ? 0 : i];
      }
    }
    lowering.define(node, 0, multiplied(node, x, matrix, results, isTransposed, bias, lowering));
  }

  private static Rows multiplied(
      Node node,
      Rows x,
      Constant matrix,
      int results,
      boolean isTransposed,
      double[] bias,
      Lowering lowering)
      throws ModelLoadException {
    double[] numbers = matrix.numbers();
    if (!x.isReal()
        || matrix.type() != x.type()
        || results < 1
        || numbers.length != (long) results * x.width()
        || numbers.length > MOST_COEFFICIENTS) {
      throw node.refuse(
          "rows of %d elements of %s times a matrix of shape %s"
              .formatted(x.width(), x.type(), matrix.dims()));
    }
    double[] turned = new double[numbers.length];
    for (int i = 0; i < turned.length; i++) {
      int result = i / x.width();
      turned[i] = isTransposed ? numbers[i] : numbers[i % x.width() * results + result];
    }
    Rows y = lowering.matrix(node, x.type(), results);
    lowering.add(new Product(x.slot(), x.width(), y.slot(), turned, bias, x.precision()));
    return y;
  }
}
