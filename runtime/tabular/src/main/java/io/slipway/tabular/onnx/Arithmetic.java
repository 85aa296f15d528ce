package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.Value.Constant;
import io.slipway.tabular.onnx.Value.Rows;
import io.slipway.tabular.tensor.Choice;
import io.slipway.tabular.tensor.Elementary;
import io.slipway.tabular.tensor.Elementwise;
import io.slipway.tabular.tensor.Greatest;
import io.slipway.tabular.tensor.Mapping;
import io.slipway.tabular.tensor.Pairing;
import io.slipway.tabular.tensor.Reduction;
import io.slipway.tabular.tensor.Reduction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Operators that compute element by element, or along a row. */
final class Arithmetic {
  private Arithmetic() {}

  /** One operand, laid out as the result is. */
  private static final class Operand {
    private final ElementType type;
    private final int[] slots;

    Operand(ElementType type, int[] slots) {
      this.type = type;
      this.slots = slots;
    }

    ElementType type() {
      return type;
    }

    int[] slots() {
      return slots;
    }
  }

  /** Of numbers with a fraction. */
  static Operator of(Pairing function) {
    return (node, lowering) -> {
      node.knows();
      List<Integer> rest = rest(node, 2, lowering);
      Operand left = operand(node, 0, rest, lowering);
      Operand right = operand(node, 1, rest, lowering);
      if (left.type() != right.type() || !isReal(left.type())) {
        throw node.refuse("operands are %s and %s".formatted(left.type(), right.type()));
      }
      Rows y = lowering.rows(node, left.type(), rest);
      lowering.add(new Elementwise(left.slots(), right.slots(), y.slot(), y.precision(), function));
      lowering.define(node, 0, y);
    };
  }

  /** Of any numbers, or truth values, to truth values. */
  static Operator test(Pairing function) {
    return (node, lowering) -> {
      node.knows();
      List<Integer> rest = rest(node, 2, lowering);
      Operand left = operand(node, 0, rest, lowering);
      Operand right = operand(node, 1, rest, lowering);
      if (left.type() != right.type() || left.type() == ElementType.STRING) {
        throw node.refuse("operands are %s and %s".formatted(left.type(), right.type()));
      }
      for (int i = 0; i < left.slots().length; i++) {
        landmark(node, left.slots()[i], 1, i, rest, lowering);
      }
      Rows y = lowering.rows(node, ElementType.BOOL, rest);
      lowering.add(
          new Elementwise(
              left.slots(),
              right.slots(),
              y.slot(),
              io.slipway.tabular.form.Precision.DOUBLE,
              function));
      lowering.define(node, 0, y);
    };
  }

  /** A constant that an input is compared with. */
  private static void landmark(
      Node node, int slot, int place, int element, List<Integer> rest, Lowering lowering)
      throws ModelLoadException {
    if (lowering.input(node, place) instanceof Constant constant && constant.numbers().length > 0) {
      int width = Rows.product(rest);
      int at = constant.numbers().length == width ? element : 0;
      lowering.landmark(slot, constant.numbers()[at]);
    }
  }

  /** The shape of a row of the result, by the rules of broadcasting. */
  private static List<Integer> rest(Node node, int operands, Lowering lowering)
      throws ModelLoadException {
    int rank = 0;
    for (int i = 0; i < operands; i++) {
      rank = Math.max(rank, dims(node, i, lowering).size());
    }
    List<Integer> rest = new ArrayList<>();
    boolean anyRows = false;
    for (int i = 0; i < operands; i++) {
      if (lowering.input(node, i) instanceof Rows rows) {
        anyRows = true;
        if (rows.rank() != rank) {
          throw node.refuse("operands of %d and %d dimensions".formatted(rows.rank(), rank));
        }
      }
    }
    if (!anyRows) {
      throw node.refuse("its operands are constants");
    }
    for (int axis = 1; axis < rank; axis++) {
      int length = 1;
      for (int i = 0; i < operands; i++) {
        List<Integer> dims = dims(node, i, lowering);
        int own = axis - rank + dims.size();
        int given = own < 0 ? 1 : dims.get(own);
        if (given != 1 && length != 1 && given != length) {
          throw node.refuse("operands of unequal shapes");
        }
        length = given == 1 ? length : given;
      }
      rest.add(length);
    }
    lowering.requireRoom(node, rest);
    return rest;
  }

  /** With 1 for rows. */
  private static List<Integer> dims(Node node, int place, Lowering lowering)
      throws ModelLoadException {
    Value value = lowering.input(node, place);
    List<Integer> dims = new ArrayList<>();
    if (value instanceof Rows rows) {
      dims.add(1);
      dims.addAll(rows.rest());
    } else if (value instanceof Constant constant) {
      constant.dims().forEach(dim -> dims.add(Math.toIntExact(dim)));
      if (dims.contains(0)) {
        throw node.refuse("operand " + place + " has no elements");
      }
    } else {
      throw node.refuse("operand " + place + " is no tensor with a row for each of the batch");
    }
    return dims;
  }

  private static Operand operand(Node node, int place, List<Integer> rest, Lowering lowering)
      throws ModelLoadException {
    List<Integer> dims = dims(node, place, lowering);
    int rank = rest.size() + 1;
    if (dims.size() == rank && dims.get(0) != 1) {
      throw node.refuse("operand " + place + " is a constant with rows of its own");
    }
    Value value = lowering.input(node, place);
    int first =
        value instanceof Rows rows
            ? rows.slot()
            : lowering.constants(node, ((Constant) value).numbers());
    ElementType type = value instanceof Rows rows ? rows.type() : ((Constant) value).type();
    int[] slots = new int[Rows.product(rest)];
    for (int i = 0; i < slots.length; i++) {
      int left = i;
      int at = 0;
      int step = 1;
      for (int axis = rank - 1; axis >= 1; axis--) {
        int along = left % rest.get(axis - 1);
        left /= rest.get(axis - 1);
        int own = axis - rank + dims.size();
        if (own >= 0) {
          at += dims.get(own) == 1 ? 0 : along * step;
          step *= dims.get(own);
        }
      }
      slots[i] = first + at;
    }
    return new Operand(type, slots);
  }

  private static boolean isReal(ElementType type) {
    return type == ElementType.FLOAT || type == ElementType.DOUBLE;
  }

  /** A function of each element, rounded to its type. */
  static Operator each(Elementary function) {
    return (node, lowering) -> {
      node.knows();
      Rows x = realIn(node, 0, lowering);
      each(
          node,
          x,
          x.type(),
          x.type() == ElementType.FLOAT ? function.single() : function,
          lowering);
    };
  }

  private static Rows realIn(Node node, int place, Lowering lowering) throws ModelLoadException {
    Rows x = lowering.rowsIn(node, place);
    if (!x.isReal()) {
      throw node.refuse("the input is " + x.type());
    }
    return x;
  }

  private static void each(
      Node node, Rows x, ElementType type, DoubleUnaryOperator function, Lowering lowering)
      throws ModelLoadException {
    Rows y = lowering.rows(node, type, x.rest());
    lowering.add(new Mapping(x.slot(), y.slot(), x.width(), function));
    lowering.define(node, 0, y);
  }

  static void sigmoid(Node node, Lowering lowering) throws ModelLoadException {
    node.knows();
    Rows x = realIn(node, 0, lowering);
    each(
        node,
        x,
        x.type(),
        x.type() == ElementType.FLOAT ? Elementary.LOGISTIC : Elementary.LOGISTIC_OF_DOUBLE,
        lowering);
  }

  static void not(Node node, Lowering lowering) throws ModelLoadException {
    node.knows();
    Rows x = lowering.rowsIn(node, 0);
    each(node, x, ElementType.BOOL, Elementary.NOT, lowering);
  }

  static void isNaN(Node node, Lowering lowering) throws ModelLoadException {
    node.knows();
    Rows x = realIn(node, 0, lowering);
    each(node, x, ElementType.BOOL, Elementary.IS_NO_NUMBER, lowering);
  }

  static void where(Node node, Lowering lowering) throws ModelLoadException {
    node.knows();
    List<Integer> rest = rest(node, 3, lowering);
    Operand condition = operand(node, 0, rest, lowering);
    Operand yes = operand(node, 1, rest, lowering);
    Operand no = operand(node, 2, rest, lowering);
    if (yes.type() != no.type() || !isReal(yes.type())) {
      throw node.refuse("operands are %s and %s".formatted(yes.type(), no.type()));
    }
    Rows y = lowering.rows(node, yes.type(), rest);
    lowering.add(new Choice(condition.slots(), yes.slots(), no.slots(), y.slot()));
    lowering.define(node, 0, y);
  }

  static void sum(Node node, Lowering lowering) throws ModelLoadException {
    if (node.proto().inputs().size() != 2) {
      throw node.refuse(node.proto().inputs().size() + " operands");
    }
    of(Pairing.SUM).lower(node, lowering);
  }

  static void argMax(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("axis", "keepdims", "select_last_index");
    Rows x = lowering.matrixIn(node, 0);
    if (Shaping.axis(node, node.number("axis", 0), 2) != 0
        || node.number("select_last_index", 0) != 0
        || x.type() == ElementType.STRING) {
      throw node.refuse("the last of equals, or of text");
    }
    Rows y =
        lowering.rows(
            node, ElementType.INT64, node.number("keepdims", 1) == 0 ? List.of() : List.of(1));
    lowering.add(new Greatest(x.slot(), x.width(), y.slot()));
    lowering.define(node, 0, y);
  }

  /** Along the row. */
  static Operator reduce(Kind kind) {
    return (node, lowering) -> {
      node.knows("axes", "keepdims", "noop_with_empty_axes");
      Rows x = realIn(node, 0, lowering);
      long[] axes = node.integers("axes");
      if (node.hasInput(1)) {
        double[] given = lowering.constantIn(node, 1).numbers();
        axes = java.util.Arrays.stream(given).mapToLong(axis -> (long) axis).toArray();
      }
      if (x.rank() != 2 || axes.length != 1) {
        throw node.refuse("%d dimensions along %d axes".formatted(x.rank(), axes.length));
      }
      Shaping.axis(node, axes[0], 2);
      Rows y =
          lowering.rows(node, x.type(), node.number("keepdims", 1) == 0 ? List.of() : List.of(1));
      lowering.add(new Reduction(x.slot(), x.width(), y.slot(), kind, x.precision()));
      lowering.define(node, 0, y);
    };
  }
}
