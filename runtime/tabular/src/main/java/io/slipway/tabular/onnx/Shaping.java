package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.Value.Across;
import io.slipway.tabular.onnx.Value.Constant;
import io.slipway.tabular.onnx.Value.Maps;
import io.slipway.tabular.onnx.Value.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that move elements and compute none. */
final class Shaping {
  private static final double[] ONE_BY_ONE = {1};

  private Shaping() {}

  static void identity(Node node, Lowering lowering) throws ModelLoadException {
    lowering.define(node, 0, lowering.input(node, 0));
  }

  static void zipMap(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("classlabels_int64s", "classlabels_strings");
    Rows scores = lowering.matrixIn(node, 0);
    List<String> labels = new ArrayList<>(node.texts("classlabels_strings"));
    if (labels.isEmpty()) {
      for (long number : node.integers("classlabels_int64s")) {
        labels.add(Long.toString(number));
      }
    }
    if (scores.type() != ElementType.FLOAT
        || labels.size() != scores.width()
        || labels.stream().distinct().count() != labels.size()) {
      throw node.refuse(
          "%d labels for %d scores of type %s"
              .formatted(labels.size(), scores.width(), scores.type()));
    }
    lowering.define(node, 0, new Maps(scores, labels));
  }

  static void reshape(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("allowzero");
    double[] shape = lowering.constantIn(node, 1).numbers();
    if (node.number("allowzero", 0) != 0 || shape.length == 0) {
      throw node.refuse("a shape of no dimensions, or with zeros");
    }
    Value given = lowering.input(node, 0);
    Rows x = given instanceof Across across ? across.rows() : lowering.rowsIn(node, 0);
    List<Integer> rest = new ArrayList<>();
    int open = -1;
    long known = 1;
    for (int i = 1; i < shape.length; i++) {
      int dim = (int) shape[i];
      if (dim == 0 && given instanceof Rows && i <= x.rest().size()) {
        dim = x.rest().get(i - 1);
      }
      if (dim == -1 && open < 0 && shape[0] == 0) {
        open = rest.size();
        dim = 1;
      }
      known *= dim;
      if (dim < 1 || known > x.width()) {
        throw node.refuse("rows of shape " + Arrays.toString(shape));
      }
      rest.add(dim);
    }
    boolean isOfRows = shape[0] == -1 || (shape[0] == 0 && given instanceof Rows);
    if (open >= 0 && x.width() % known == 0) {
      rest.set(open, (int) (x.width() / known));
    }
    if (!isOfRows || Rows.product(rest) != x.width()) {
      throw node.refuse(
          "rows of %d elements become %s".formatted(x.width(), Arrays.toString(shape)));
    }
    lowering.define(node, 0, x.as(x.type(), rest));
  }

  static void flatten(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("axis");
    Rows x = lowering.rowsIn(node, 0);
    if (node.number("axis", 1) != 1) {
      throw node.refuse("axis " + node.number("axis", 1));
    }
    lowering.define(node, 0, x.as(x.type(), List.of(x.width())));
  }

  /** An axis as a place among the dimensions after that of rows. */
  static int axis(Node node, long axis, int rank) throws ModelLoadException {
    long place = axis < 0 ? axis + rank : axis;
    if (place < 1 || place >= rank) {
      throw node.refuse("axis %d of %d".formatted(axis, rank));
    }
    return (int) place - 1;
  }

  static void concat(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("axis");
    List<Rows> parts = new ArrayList<>();
    for (int i = 0; i < node.proto().inputs().size(); i++) {
      parts.add(lowering.rowsIn(node, i));
    }
    join(node, parts, node.number("axis", 1), lowering);
  }

  private static void join(Node node, List<Rows> parts, long axis, Lowering lowering)
      throws ModelLoadException {
    if (parts.isEmpty()) {
      throw node.refuse("it has no inputs");
    }
    Rows first = parts.get(0);
    int place = axis(node, axis, first.rank());
    long length = 0;
    for (Rows part : parts) {
      List<Integer> like = new ArrayList<>(part.rest());
      if (part.type() != first.type() || part.rank() != first.rank()) {
        throw node.refuse("its inputs are of unequal types or dimensions");
      }
      length += like.get(place);
      like.set(place, first.rest().get(place));
      if (!like.equals(first.rest())) {
        throw node.refuse("its inputs are of unequal shapes");
      }
    }
    List<Integer> rest = new ArrayList<>(first.rest());
    rest.set(place, (int) Math.min(length, Integer.MAX_VALUE));
    lowering.requireRoom(node, rest);
    int outer = Rows.product(first.rest().subList(0, place));
    IntStream.Builder slots = IntStream.builder();
    for (int i = 0; i < outer; i++) {
      for (Rows part : parts) {
        int run = part.width() / outer;
        IntStream.range(0, run).map(at(part, i * run)).forEach(slots);
      }
    }
    lowering.define(node, 0, lowering.gathered(node, first.type(), slots.build().toArray(), rest));
  }

  private static java.util.function.IntUnaryOperator at(Rows part, int from) {
    return i -> part.slot() + from + i;
  }

  /** Elements at some places along an axis. */
  private static Rows picked(
      Node node, Rows x, int place, int[] places, List<Integer> dims, Lowering lowering)
      throws ModelLoadException {
    int length = x.rest().get(place);
    lowering.requireRoom(node, List.of(places.length, x.width()));
    int outer = Rows.product(x.rest().subList(0, place));
    int inner = Rows.product(x.rest().subList(place + 1, x.rest().size()));
    IntStream.Builder slots = IntStream.builder();
    for (int i = 0; i < outer; i++) {
      for (int at : places) {
        int from = at < 0 ? at + length : at;
        if (from < 0 || from >= length) {
          throw node.refuse("place %d of %d".formatted(at, length));
        }
        IntStream.range(0, inner).map(at(x, (i * length + from) * inner)).forEach(slots);
      }
    }
    List<Integer> rest = new ArrayList<>(x.rest().subList(0, place));
    rest.addAll(dims);
    rest.addAll(x.rest().subList(place + 1, x.rest().size()));
    return lowering.gathered(node, x.type(), slots.build().toArray(), rest);
  }

  private static int[] ints(double[] numbers) {
    return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
  }

  private static List<Integer> dims(Constant constant) {
    return constant.dims().stream().map(Math::toIntExact).toList();
  }

  static void gather(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("axis");
    if (lowering.input(node, 0) instanceof Constant data) {
      Rows places = lowering.rowsIn(node, 1);
      if (data.dims().size() != 1 || node.number("axis", 0) != 0) {
        throw node.refuse("a constant of %d dimensions".formatted(data.dims().size()));
      }
      int lowest = -Math.toIntExact(data.dims().get(0));
      lowering.define(node, 0, Encoders.looked(node, data, places, lowest, lowering));
      return;
    }
    Rows x = lowering.rowsIn(node, 0);
    Constant places = lowering.constantIn(node, 1);
    int place = axis(node, node.number("axis", 0), x.rank());
    lowering.define(
        node, 0, picked(node, x, place, ints(places.numbers()), dims(places), lowering));
  }

  static void arrayFeatureExtractor(Node node, Lowering lowering) throws ModelLoadException {
    node.knows();
    if (lowering.input(node, 0) instanceof Constant data) {
      Rows places = lowering.rowsIn(node, 1);
      boolean isList =
          data.dims().size() == 1 || (data.dims().size() == 2 && data.dims().get(0) == 1);
      if (!isList || places.width() != 1) {
        throw node.refuse("a constant of shape " + data.dims());
      }
      Rows found = Encoders.looked(node, data, places, 0, lowering);
      lowering.define(node, 0, new Across(found.as(found.type(), List.of())));
      return;
    }
    Rows x = lowering.rowsIn(node, 0);
    int[] places = ints(lowering.constantIn(node, 1).numbers());
    int place = axis(node, -1, x.rank());
    if (places.length == 0 || Arrays.stream(places).anyMatch(at -> at < 0)) {
      throw node.refuse("places " + Arrays.toString(places));
    }
    lowering.define(node, 0, picked(node, x, place, places, List.of(places.length), lowering));
  }

  static void slice(Node node, Lowering lowering) throws ModelLoadException {
    node.knows();
    Rows x = lowering.rowsIn(node, 0);
    if (!node.hasInput(1)) {
      throw node.refuse("version " + node.opset() + " of it is not known");
    }
    int[] starts = ints(clamped(lowering.constantIn(node, 1)));
    int[] ends = ints(clamped(lowering.constantIn(node, 2)));
    double[] axes = node.hasInput(3) ? lowering.constantIn(node, 3).numbers() : new double[0];
    if (axes.length != 1 || starts.length != 1 || ends.length != 1) {
      throw node.refuse("other than one axis");
    }
    if (node.hasInput(4) && !Arrays.equals(lowering.constantIn(node, 4).numbers(), ONE_BY_ONE)) {
      throw node.refuse("steps");
    }
    int place = axis(node, (long) axes[0], x.rank());
    int length = x.rest().get(place);
    int from = within(starts[0], length);
    int to = within(ends[0], length);
    if (from >= to) {
      throw node.refuse("no elements");
    }
    int[] places = IntStream.range(from, to).toArray();
    lowering.define(node, 0, picked(node, x, place, places, List.of(places.length), lowering));
  }

  private static double[] clamped(Constant constant) {
    return Arrays.stream(constant.numbers())
        .map(x -> Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, x)))
        .toArray();
  }

  private static int within(int at, int length) {
    return Math.max(0, Math.min(length, at < 0 ? at + length : at));
  }

  static void featureVectorizer(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("inputdimensions");
    long[] widths = node.integers("inputdimensions");
    List<Rows> parts = new ArrayList<>();
    for (int i = 0; i < node.proto().inputs().size(); i++) {
      Rows part = lowering.matrixIn(node, i);
      if (i >= widths.length || part.width() != widths[i]) {
        throw node.refuse("inputdimensions are not those of its inputs");
      }
      if (!part.isReal() && !part.isWhole()) {
        throw node.refuse("an input is " + part.type());
      }
      parts.add(Features.single(node, part, lowering));
    }
    join(node, parts, 1, lowering);
  }

  /** Constants from the node itself. */
  static void constant(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("value");
    lowering.define(
        node,
        0,
        OnnxLowering.constant(
            node.tensor("value").orElseThrow(() -> node.refuse("it has no value"))));
  }
}
