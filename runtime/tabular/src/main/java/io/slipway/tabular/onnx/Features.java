package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.Value.Rows;
import io.slipway.tabular.tensor.Affine;
import io.slipway.tabular.tensor.Conversion;
import io.slipway.tabular.tensor.Imputation;
import io.slipway.tabular.tensor.Mapping;
import io.slipway.tabular.tensor.Normalizing;
import io.slipway.tabular.tensor.Normalizing.Norm;
import io.slipway.tabular.tensor.Threshold;
import java.util.Arrays;

/** Operators that prepare features: Scaler, Normalizer, Imputer, Binarizer. */
final class Features {
  private Features() {}

  /** The same numbers as single precision has them. */
  static Rows single(Node node, Rows rows, Lowering lowering) throws ModelLoadException {
    if (rows.type() == ElementType.FLOAT) {
      return rows;
    }
    Rows single = lowering.rows(node, ElementType.FLOAT, rows.rest());
    lowering.add(new Mapping(rows.slot(), single.slot(), rows.width(), Conversion.TO_SINGLE));
    for (int i = 0; i < rows.width(); i++) {
      lowering.copied(rows.slot() + i, single.slot() + i);
    }
    return single;
  }

  private static Rows numbersIn(Node node, Lowering lowering) throws ModelLoadException {
    Rows x = lowering.matrixIn(node, 0);
    if (!x.isReal() && !x.isWhole()) {
      throw node.refuse("the input is " + x.type());
    }
    return x;
  }

  static void scaler(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("offset", "scale");
    Rows x = numbersIn(node, lowering);
    double[] offset = node.reals("offset");
    double[] scale = node.reals("scale");
    if (offset.length != scale.length || (offset.length != 1 && offset.length != x.width())) {
      throw node.refuse(
          "%d offsets and %d scales for %d elements"
              .formatted(offset.length, scale.length, x.width()));
    }
    Rows y = lowering.matrix(node, ElementType.FLOAT, x.width());
    lowering.add(
        new Affine(
            x.slot(),
            y.slot(),
            spread(offset, x.width()),
            spread(scale, x.width()),
            x.precision()));
    lowering.define(node, 0, y);
  }

  private static double[] spread(double[] values, int width) {
    double[] spread = Arrays.copyOf(values, width);
    if (values.length == 1) {
      Arrays.fill(spread, values[0]);
    }
    return spread;
  }

  static void normalizer(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("norm");
    Rows x = numbersIn(node, lowering);
    if (x.type() != ElementType.FLOAT) {
      throw node.refuse("the input is " + x.type());
    }
    String name = node.text("norm", "MAX");
    Norm norm =
        Arrays.stream(Norm.values())
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> node.refuse("norm " + name + " is not known"));
    Rows y = lowering.matrix(node, ElementType.FLOAT, x.width());
    lowering.add(new Normalizing(x.slot(), y.slot(), x.width(), norm));
    lowering.define(node, 0, y);
  }

  static void imputer(Node node, Lowering lowering) throws ModelLoadException {
    node.knows(
        "imputed_value_floats",
        "imputed_value_int64s",
        "replaced_value_float",
        "replaced_value_int64");
    Rows x = lowering.matrixIn(node, 0);
    boolean isReal = x.type() == ElementType.FLOAT;
    if (!isReal && x.type() != ElementType.INT64) {
      throw node.refuse("the input is " + x.type());
    }
    double replaced =
        isReal
            ? node.real("replaced_value_float", 0)
            : lowering.label(node, node.number("replaced_value_int64", 0));
    double[] given = isReal ? node.reals("imputed_value_floats") : labels(node, lowering);
    if (given.length == 0) {
      throw node.refuse("there are no values to impute");
    }
    double[] imputed =
        spread(given.length == x.width() ? given : new double[] {given[0]}, x.width());
    Rows y = lowering.matrix(node, x.type(), x.width());
    lowering.add(new Imputation(x.slot(), y.slot(), replaced, imputed));
    for (int i = 0; i < x.width(); i++) {
      lowering.copied(x.slot() + i, y.slot() + i);
    }
    lowering.define(node, 0, y);
  }

  private static double[] labels(Node node, Lowering lowering) throws ModelLoadException {
    long[] integers = node.integers("imputed_value_int64s");
    double[] numbers = new double[integers.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = lowering.label(node, integers[i]);
    }
    return numbers;
  }

  static void binarizer(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("threshold");
    Rows x = lowering.rowsIn(node, 0);
    if (x.type() != ElementType.FLOAT) {
      throw node.refuse("the input is " + x.type());
    }
    double threshold = node.real("threshold", 0);
    for (int slot = x.slot(); slot < x.slot() + x.width(); slot++) {
      lowering.landmark(slot, threshold);
    }
    Rows y = lowering.rows(node, x.type(), x.rest());
    int check = lowering.newCheck("Binarizer takes nothing that is no number");
    lowering.add(new Threshold(x.slot(), x.width(), y.slot(), threshold, check));
    lowering.define(node, 0, y);
  }
}
