package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.onnx.file.TensorElements;
import io.slipway.onnx.file.TensorProto;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.onnx.Value.Across;
import io.slipway.tabular.onnx.Value.Constant;
import io.slipway.tabular.onnx.Value.Rows;
import io.slipway.tabular.tensor.Codes;
import io.slipway.tabular.tensor.Conversion;
import io.slipway.tabular.tensor.Entries;
import io.slipway.tabular.tensor.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Operators from values to others that stand for them: encoders, Cast. */
final class Encoders {
  private Encoders() {}

  /**
   * What a constant has at the places that rows hold.
   *
   * @param lowest place that there is
   */
  static Rows looked(Node node, Constant data, Rows places, int lowest, Lowering lowering)
      throws ModelLoadException {
    double[] values =
        data.type() == ElementType.STRING
            ? data.texts().stream().mapToDouble(lowering::code).toArray()
            : data.numbers();
    if (!places.isWhole() || lowering.isAsItCame(places) || values.length == 0) {
      throw node.refuse("places that any request may choose");
    }
    lowering.requireExact(node, data.type(), values);
    Rows found = lowering.rows(node, data.type(), places.rest());
    int check = lowering.newCheck("a place that it looks up is beyond its list");
    lowering.add(new Entries(places.slot(), places.width(), found.slot(), check, lowest, values));
    return found;
  }

  static void cast(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("to", "saturate");
    ElementType to =
        ElementType.of(node.number("to", 0)).orElseThrow(() -> node.refuse("to is not known"));
    if (lowering.input(node, 0) instanceof Across across) {
      lowering.define(node, 0, new Across(cast(node, across.rows(), to, lowering)));
    } else {
      lowering.define(node, 0, cast(node, lowering.rowsIn(node, 0), to, lowering));
    }
  }

  private static Rows cast(Node node, Rows x, ElementType to, Lowering lowering)
      throws ModelLoadException {
    if (x.type() == to) {
      return x;
    }
    if (x.type() == ElementType.STRING) {
      throw node.refuse("text becomes " + to);
    }
    Conversion function =
        switch (to) {
          case FLOAT -> Conversion.TO_SINGLE;
          case DOUBLE -> Conversion.NONE;
          case INT64 -> x.isReal() ? Conversion.TO_WHOLE : Conversion.NONE;
          case BOOL -> Conversion.TO_TRUTH;
          default -> throw node.refuse(x.type() + " becomes " + to);
        };
    Rows y = lowering.rows(node, to, x.rest());
    lowering.add(new Mapping(x.slot(), y.slot(), x.width(), function));
    for (int i = 0; i < x.width() && !x.type().equals(ElementType.BOOL); i++) {
      lowering.copied(x.slot() + i, y.slot() + i);
    }
    return y;
  }

  static void oneHotEncoder(Node node, Lowering lowering) throws ModelLoadException {
    node.knows("cats_int64s", "cats_strings", "zeros");
    Rows x = lowering.rowsIn(node, 0);
    List<String> texts = node.texts("cats_strings");
    long[] numbers = node.integers("cats_int64s");
    boolean isText = x.type() == ElementType.STRING;
    if (node.number("zeros", 1) == 0
        || x.rank() > 2
        || x.type() == ElementType.BOOL
        || (isText
            ? texts.isEmpty() || numbers.length > 0
            : numbers.length == 0 || !texts.isEmpty())) {
      throw node.refuse(
          "categories that are not those of %s, or must be known".formatted(x.type()));
    }
    Map<Double, Double> places = new HashMap<>();
    int width = isText ? texts.size() : numbers.length;
    for (int i = 0; i < width; i++) {
      double key = isText ? lowering.code(texts.get(i)) : lowering.label(node, numbers[i]);
      places.put(key, (double) i);
    }
    lowering.landmarks(
        x, isText ? texts.stream() : Arrays.stream(numbers).mapToObj(Long::toString));
    Rows whole = x.isReal() ? cast(node, x, ElementType.INT64, lowering) : x;
    List<Integer> rest = new ArrayList<>(x.rest());
    rest.add(width);
    Rows y = lowering.rows(node, ElementType.FLOAT, rest);
    lowering.add(
        new Codes.OneHot(whole.slot(), x.width(), y.slot(), width, new Codes(places, -1, -1)));
    lowering.define(node, 0, y);
  }

  /** Keys or values of a LabelEncoder. */
  private static final class Words {
    private final ElementType type;
    private final double[] numbers;
    private final List<String> texts;

    Words(ElementType type, double[] numbers, List<String> texts) {
      this.type = type;
      this.numbers = numbers;
      this.texts = texts;
    }

    ElementType type() {
      return type;
    }

    int count() {
      return type == ElementType.STRING ? texts.size() : numbers.length;
    }

    double number(int i, Lowering lowering) {
      return type == ElementType.STRING ? lowering.code(texts.get(i)) : numbers[i] + 0.0;
    }

    /** Those that a request may hold. */
    Stream<String> landmarks() {
      return type == ElementType.STRING
          ? texts.stream()
          : Arrays.stream(numbers)
              .filter(number -> !Double.isNaN(number))
              .mapToObj(Double::toString);
    }

    static Words of(Node node, TensorProto tensor, Lowering lowering) throws ModelLoadException {
      ElementType type = ElementType.of(tensor.type()).orElse(ElementType.COMPLEX64);
      if (type == ElementType.STRING) {
        return new Words(type, new double[0], TensorElements.texts(tensor));
      }
      double[] numbers = TensorElements.numbers(tensor);
      lowering.requireExact(node, type, numbers);
      return new Words(type, numbers, List.of());
    }

    static Words of(Node node, String kind, Lowering lowering) throws ModelLoadException {
      Optional<TensorProto> tensor = node.tensor(kind + "_tensor");
      if (tensor.isPresent()) {
        return of(node, tensor.get(), lowering);
      }
      if (node.has(kind + "_strings")) {
        return new Words(ElementType.STRING, new double[0], node.texts(kind + "_strings"));
      }
      if (node.has(kind + "_floats")) {
        return new Words(ElementType.FLOAT, node.reals(kind + "_floats"), List.of());
      }
      long[] integers = node.integers(kind + "_int64s");
      double[] numbers = new double[integers.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = lowering.label(node, integers[i]);
      }
      return new Words(ElementType.INT64, numbers, List.of());
    }
  }

  static void labelEncoder(Node node, Lowering lowering) throws ModelLoadException {
    node.knows(
        "keys_strings",
        "keys_floats",
        "keys_int64s",
        "keys_tensor",
        "values_strings",
        "values_floats",
        "values_int64s",
        "values_tensor",
        "default_string",
        "default_float",
        "default_int64",
        "default_tensor");
    Rows x = lowering.rowsIn(node, 0);
    Words keys = Words.of(node, "keys", lowering);
    Words values = Words.of(node, "values", lowering);
    if (node.opset() < 2
        || keys.type() != x.type()
        || keys.count() == 0
        || keys.count() != values.count()) {
      throw node.refuse(
          "%d keys of type %s and %d values for %s"
              .formatted(keys.count(), keys.type(), values.count(), x.type()));
    }
    double otherwise = otherwise(node, values.type(), lowering);
    double ofMissing = otherwise;
    Map<Double, Double> map = new HashMap<>();
    for (int i = 0; i < keys.count(); i++) {
      double value = values.number(i, lowering);
      if (Double.isNaN(keys.number(i, lowering))) {
        if (node.opset() < 4) {
          throw node.refuse("a key is no number");
        }
        ofMissing = ofMissing == otherwise ? value : ofMissing;
        continue;
      }
      map.putIfAbsent(keys.number(i, lowering), value);
    }
    lowering.landmarks(x, keys.landmarks());
    Codes codes = new Codes(map, otherwise, ofMissing);
    Rows y = lowering.rows(node, values.type(), x.rest());
    lowering.add(new Mapping(x.slot(), y.slot(), x.width(), codes));
    lowering.define(node, 0, y);
  }

  private static double otherwise(Node node, ElementType type, Lowering lowering)
      throws ModelLoadException {
    Optional<TensorProto> tensor = node.tensor("default_tensor");
    if (tensor.isPresent()) {
      Words words = Words.of(node, tensor.get(), lowering);
      if (words.type() != type || words.count() != 1) {
        throw node.refuse(
            "default_tensor has %d elements of type %s for values of type %s"
                .formatted(words.count(), words.type(), type));
      }
      return type == ElementType.STRING ? words.number(0, lowering) : words.numbers[0];
    }
    return switch (type) {
      case STRING -> lowering.code(node.text("default_string", "_Unused"));
      case FLOAT -> node.real("default_float", -0f);
      case INT64 -> lowering.label(node, node.number("default_int64", -1));
      default -> throw node.refuse("values of type " + type);
    };
  }
}
