package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Bins;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Piecewise;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers expressions: what derived fields, functions and outputs are computed by. */
final class Expressions {
  private final Assembler assembler;
  private final Scope scope;
  private final Dictionaries dictionaries;
  private final int callDepth;

  Expressions(Assembler assembler, Scope scope, Dictionaries dictionaries) {
    this(assembler, scope, dictionaries, 0);
  }

  Expressions(Assembler assembler, Scope scope, Dictionaries dictionaries, int callDepth) {
    this.assembler = assembler;
    this.scope = scope;
    this.dictionaries = dictionaries;
    this.callDepth = callDepth;
  }

  /** How many calls of the document's functions lead here. */
  int callDepth() {
    return callDepth;
  }

  Assembler assembler() {
    return assembler;
  }

  Dictionaries dictionaries() {
    return dictionaries;
  }

  /** A derived field, or a function's body: an expression whose result has a stated type. */
  Variable derived(Element container) throws ModelLoadException {
    FieldType type = FieldType.of(container);
    return assembler.cast(typed(expressionOf(container), type), type, container).as(container);
  }

  /** A function's body, whose type may be left open. */
  Variable body(Element function) throws ModelLoadException {
    return function.has("dataType") ? derived(function) : lower(expressionOf(function));
  }

  /** The one expression inside an element. */
  static Element expressionOf(Element container) throws ModelLoadException {
    List<Element> expressions = new ArrayList<>();
    for (Element child : container.children()) {
      if (!List.of("Value", "Interval", "ParameterField", "Decisions", "TextIndexNormalization")
          .contains(child.name())) {
        expressions.add(child);
      }
    }
    if (expressions.size() != 1) {
      throw container.invalid("it holds %d expressions, not one".formatted(expressions.size()));
    }
    return expressions.get(0);
  }

  /**
   * An expression whose result is cast to {@code type}: only there do replacements, which documents
   * write as text, have a type.
   */
  Variable typed(Element expression, FieldType type) throws ModelLoadException {
    if (expression.is("Apply")) {
      return new Functions(this).apply(expression, Optional.of(type));
    }
    if (expression.is("FieldRef") && expression.has("mapMissingTo")) {
      Variable field =
          assembler.cast(scope.resolve(expression.require("field"), expression), type, expression);
      Variable replacement =
          assembler.literal(type, expression.require("mapMissingTo"), expression);
      int slot = assembler.step(Operator.OR_ELSE, field.slot(), replacement.slot());
      return assembler.texts().following(Variable.of(type, slot), field);
    }
    return lower(expression);
  }

  Variable lower(Element expression) throws ModelLoadException {
    assembler.checkSize(expression);
    return switch (expression.name()) {
      case "Constant" -> constant(expression);
      case "FieldRef" -> fieldRef(expression);
      case "Apply" -> new Functions(this).apply(expression, Optional.empty());
      case "NormContinuous" -> normContinuous(expression);
      case "NormDiscrete" -> normDiscrete(expression);
      case "Discretize" -> discretize(expression);
      case "MapValues" -> mapValues(expression);
      case "TextIndex" ->
          assembler
              .texts()
              .count(
                  expression,
                  scope.resolve(expression.require("textField"), expression),
                  lower(expressionOf(expression)));
      default -> throw expression.unsupported("this expression is not supported");
    };
  }

  private Variable constant(Element constant) throws ModelLoadException {
    String text = constant.text();
    if (constant.attribute("missing", "false").equals("true")) {
      return Variable.of(
          FieldType.of(constant, FieldType.STRING), assembler.constant(Values.MISSING));
    }
    if (constant.has("dataType")) {
      FieldType type = FieldType.of(constant);
      return text.isEmpty() && type != FieldType.STRING
          ? Variable.of(type, assembler.constant(Values.MISSING))
          : assembler.literal(type, text, constant);
    }
    return assembler.literal(literalType(text), text, constant);
  }

  /** What a constant is that states no type. */
  private static FieldType literalType(String text) {
    if (io.slipway.tabular.xml.Numbers.parse(text).isEmpty()) {
      return FieldType.STRING;
    }
    try {
      Long.parseLong(text);
      return FieldType.INTEGER;
    } catch (NumberFormatException e) {
      // An exponent without a point makes no number of it.
      return text.indexOf('.') >= 0 || text.endsWith("INF") || text.equals("NaN")
          ? FieldType.DOUBLE
          : FieldType.STRING;
    }
  }

  private Variable fieldRef(Element ref) throws ModelLoadException {
    if (ref.has("mapMissingTo")) {
      throw ref.unsupportedValue("mapMissingTo");
    }
    return scope.resolve(ref.require("field"), ref);
  }

  private Variable normContinuous(Element norm) throws ModelLoadException {
    norm.allow("LinearNorm");
    Variable field = number(norm);
    List<Element> points = norm.children();
    if (points.size() < 2) {
      throw norm.invalid("it needs two LinearNorm or more");
    }
    double[] from = new double[points.size()];
    double[] to = new double[points.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = points.get(i).number("orig");
      to[i] = points.get(i).number("norm");
      if (i > 0 && from[i] <= from[i - 1]) {
        throw points.get(i).unsupported("orig does not ascend");
      }
    }
    int result = assembler.slot();
    assembler.add(
        new Piecewise(
            from,
            to,
            MiningFields.outliers(norm, norm.attribute("outliers", "asIs")),
            norm.number("mapMissingTo", Values.MISSING),
            field.slot(),
            result));
    return Variable.of(FieldType.DOUBLE, result);
  }

  private Variable number(Element expression) throws ModelLoadException {
    Variable field = scope.resolve(expression.require("field"), expression);
    if (!field.type().isQuantity()) {
      throw expression.unsupported("the field is no number");
    }
    return field;
  }

  private Variable normDiscrete(Element norm) throws ModelLoadException {
    norm.allow();
    if (!norm.attribute("method", "indicator").equals("indicator")) {
      throw norm.unsupportedValue("method");
    }
    Variable field = scope.resolve(norm.require("field"), norm);
    double code = assembler.code(field.type(), norm.require("value"), norm);
    int result = assembler.slot();
    assembler.add(
        new Lookup(
            new int[] {field.slot()},
            List.of(new double[] {code, 1}),
            norm.number("mapMissingTo", Values.MISSING),
            0,
            result));
    return Variable.discrete(FieldType.DOUBLE, result);
  }

  private Variable discretize(Element discretize) throws ModelLoadException {
    discretize.allow("DiscretizeBin");
    Variable field = number(discretize);
    FieldType type = FieldType.of(discretize, FieldType.STRING);
    List<Bins.Bin> bins = new ArrayList<>();
    for (Element bin : discretize.children()) {
      bins.add(
          new Bins.Bin(
              MiningFields.range(bin.requireChild("Interval"), FieldType.DOUBLE),
              assembler.code(type, bin.require("binValue"), bin)));
    }
    int result = assembler.slot();
    assembler.add(
        new Bins(
            bins,
            replacement(discretize, "mapMissingTo", type),
            replacement(discretize, "defaultValue", type),
            field.slot(),
            result));
    return ofDocument(Variable.discrete(type, result));
  }

  private Variable ofDocument(Variable variable) {
    assembler.texts().ofDocument(variable);
    return variable;
  }

  private double replacement(Element expression, String attribute, FieldType type)
      throws ModelLoadException {
    Optional<String> text = expression.attribute(attribute);
    return text.isEmpty() ? Values.MISSING : assembler.code(type, text.get(), expression);
  }

  private Variable mapValues(Element map) throws ModelLoadException {
    map.allow("FieldColumnPair", "InlineTable");
    FieldType type = FieldType.of(map, FieldType.STRING);
    List<Element> pairs = map.children("FieldColumnPair");
    int[] slots = new int[pairs.size()];
    FieldType[] types = new FieldType[pairs.size()];
    for (int i = 0; i < slots.length; i++) {
      Variable field = scope.resolve(pairs.get(i).require("field"), pairs.get(i));
      slots[i] = field.slot();
      types[i] = field.type();
    }
    List<double[]> rows = new ArrayList<>();
    for (Element element : map.requireChild("InlineTable").children("row")) {
      assembler.checkSize(element);
      TableRow row = new TableRow(element);
      double[] cells = new double[slots.length + 1];
      for (int i = 0; i < slots.length; i++) {
        Element cell = row.cell(pairs.get(i).require("column"));
        cells[i] = assembler.code(types[i], cell.text(), cell);
      }
      Element cell = row.cell(map.require("outputColumn"));
      cells[slots.length] = assembler.code(type, cell.text(), cell);
      rows.add(cells);
    }
    refuseRepeatedKeys(map, rows, slots.length);
    int result = assembler.slot();
    assembler.add(
        new Lookup(
            slots,
            rows,
            replacement(map, "mapMissingTo", type),
            replacement(map, "defaultValue", type),
            result));
    return ofDocument(Variable.discrete(type, result));
  }

  private static void refuseRepeatedKeys(Element map, List<double[]> rows, int keys)
      throws ModelLoadException {
    java.util.Set<List<Double>> seen = new java.util.HashSet<>();
    for (double[] row : rows) {
      if (!seen.add(java.util.Arrays.stream(row, 0, keys).boxed().toList())) {
        throw map.unsupported("two rows of its table have the same keys");
      }
    }
  }
}
