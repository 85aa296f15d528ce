package io.slipway.tabular.pmml;

import static java.util.Map.entry;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.ChangeCase;
import io.slipway.tabular.form.Mean;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers applications of functions, PMML's own and those that the document defines. */
final class Functions {
  private static final int DEEPEST_CALL = 100;

  /** Functions of one number whose result is a double. */
  private static final Map<String, Operator> OF_ONE =
      Map.ofEntries(
          entry("ln", Operator.LN),
          entry("ln1p", Operator.LN1P),
          entry("log10", Operator.LOG10),
          entry("exp", Operator.EXP),
          entry("expm1", Operator.EXPM1),
          entry("sqrt", Operator.SQRT),
          entry("sin", Operator.SIN),
          entry("cos", Operator.COS),
          entry("tan", Operator.TAN),
          entry("asin", Operator.ASIN),
          entry("acos", Operator.ACOS),
          entry("atan", Operator.ATAN),
          entry("sinh", Operator.SINH),
          entry("cosh", Operator.COSH),
          entry("tanh", Operator.TANH));

  private static final Map<String, Operator> ROUNDING =
      Map.of("floor", Operator.FLOOR, "ceil", Operator.CEIL, "round", Operator.ROUND);

  private static final Map<String, Operator> ARITHMETIC =
      Map.of(
          "+", Operator.ADD,
          "-", Operator.SUBTRACT,
          "*", Operator.MULTIPLY,
          "/", Operator.DIVIDE,
          "modulo", Operator.MODULO);

  private static final Map<Operator, Operator> OF_INTEGERS =
      Map.of(
          Operator.ADD, Operator.ADD_INTEGERS,
          Operator.SUBTRACT, Operator.SUBTRACT_INTEGERS,
          Operator.MULTIPLY, Operator.MULTIPLY_INTEGERS,
          Operator.DIVIDE, Operator.DIVIDE_INTEGERS,
          Operator.MODULO, Operator.MODULO_INTEGERS);

  private static final Map<String, Operator> AGGREGATES =
      Map.of(
          "sum", Operator.SUM,
          "product", Operator.PRODUCT,
          "min", Operator.MINIMUM,
          "max", Operator.MAXIMUM);

  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "equal", Operator.EQUAL,
          "notEqual", Operator.NOT_EQUAL,
          "lessThan", Operator.LESS,
          "lessOrEqual", Operator.LESS_OR_EQUAL,
          "greaterThan", Operator.GREATER,
          "greaterOrEqual", Operator.GREATER_OR_EQUAL);

  private final Expressions expressions;
  private final Assembler assembler;

  Functions(Expressions expressions) {
    this.expressions = expressions;
    this.assembler = expressions.assembler();
  }

  /**
   * @param container the type of what holds the result; without it, replacements for missing values
   *     are not supported
   */
  Variable apply(Element apply, Optional<FieldType> container) throws ModelLoadException {
    if (!apply.attribute("invalidValueTreatment", "returnInvalid").equals("returnInvalid")) {
      throw apply.unsupportedValue("invalidValueTreatment");
    }
    List<Variable> arguments = new ArrayList<>();
    for (Element argument : apply.children()) {
      arguments.add(expressions.lower(argument));
    }
    Variable result = call(apply, apply.require("function"), arguments);
    if (apply.has("mapMissingTo") || apply.has("defaultValue")) {
      if (container.isEmpty()) {
        throw apply.unsupported("mapMissingTo and defaultValue are not supported here");
      }
      result = replaced(apply, assembler.cast(result, container.get(), apply), arguments);
    }
    return result;
  }

  private Variable replaced(Element apply, Variable result, List<Variable> arguments)
      throws ModelLoadException {
    int slot = result.slot();
    if (apply.has("defaultValue")) {
      Variable otherwise = assembler.literal(result.type(), apply.require("defaultValue"), apply);
      slot = assembler.step(Operator.OR_ELSE, slot, otherwise.slot());
    }
    if (apply.has("mapMissingTo")) {
      if (apply.require("function").equals("if")) {
        throw apply.unsupportedValue("mapMissingTo");
      }
      Variable instead = assembler.literal(result.type(), apply.require("mapMissingTo"), apply);
      for (int i = arguments.size() - 1; i >= 0; i--) {
        int isMissing = assembler.step(Operator.IS_MISSING, arguments.get(i).slot());
        slot = assembler.step(Operator.SELECT, isMissing, instead.slot(), slot);
      }
    }
    return Variable.of(result.type(), slot);
  }

  private Variable call(Element apply, String name, List<Variable> arguments)
      throws ModelLoadException {
    if (ARITHMETIC.containsKey(name)) {
      return arithmetic(apply, operator(ARITHMETIC, name), arguments);
    }
    if (COMPARISONS.containsKey(name)) {
      return comparison(apply, operator(COMPARISONS, name), arguments);
    }
    if (OF_ONE.containsKey(name)) {
      int slot = number(apply, arguments, 1).get(0).slot();
      return Variable.of(FieldType.DOUBLE, assembler.step(operator(OF_ONE, name), slot));
    }
    if (ROUNDING.containsKey(name)) {
      Variable x = number(apply, arguments, 1).get(0);
      Operator operator =
          name.equals("round") && x.type() == FieldType.FLOAT
              ? Operator.ROUND_FLOAT
              : operator(ROUNDING, name);
      return Variable.of(FieldType.INTEGER, assembler.step(operator, x.slot()));
    }
    if (AGGREGATES.containsKey(name)) {
      return aggregate(apply, operator(AGGREGATES, name), arguments);
    }
    return switch (name) {
      case "avg" -> average(apply, arguments);
      case "abs", "rint" -> {
        Variable x = number(apply, arguments, 1).get(0);
        Operator operator = name.equals("abs") ? Operator.ABS : Operator.RINT;
        yield rounded(x.type(), assembler.step(operator, x.slot()));
      }
      case "pow" -> {
        List<Variable> xs = number(apply, arguments, 2);
        FieldType type = common(apply, xs);
        int power = assembler.step(Operator.POW, xs.get(0).slot(), xs.get(1).slot());
        yield type == FieldType.INTEGER ? integerPower(apply, xs, power) : rounded(type, power);
      }
      case "threshold" -> {
        List<Variable> xs = number(apply, arguments, 2);
        yield Variable.of(
            common(apply, xs),
            assembler.step(Operator.THRESHOLD, xs.get(0).slot(), xs.get(1).slot()));
      }
      case "hypot", "atan2" -> {
        List<Variable> xs = number(apply, arguments, 2);
        Operator operator = name.equals("hypot") ? Operator.HYPOT : Operator.ATAN2;
        yield Variable.of(
            FieldType.DOUBLE, assembler.step(operator, xs.get(0).slot(), xs.get(1).slot()));
      }
      case "and", "or" -> {
        Operator operator = name.equals("and") ? Operator.AND : Operator.OR;
        atLeast(apply, arguments, 2);
        int slot = truth(apply, arguments.get(0)).slot();
        for (Variable argument : arguments.subList(1, arguments.size())) {
          slot = assembler.step(operator, slot, truth(apply, argument).slot());
        }
        yield Variable.of(FieldType.BOOLEAN, slot);
      }
      case "not" -> {
        exactly(apply, arguments, 1);
        yield Variable.of(
            FieldType.BOOLEAN, assembler.step(Operator.NOT, truth(apply, arguments.get(0)).slot()));
      }
      case "isMissing", "isNotMissing" -> {
        exactly(apply, arguments, 1);
        Operator operator =
            name.equals("isMissing") ? Operator.IS_MISSING : Operator.IS_NOT_MISSING;
        yield Variable.of(FieldType.BOOLEAN, assembler.step(operator, arguments.get(0).slot()));
      }
      case "lowercase", "uppercase", "trimBlanks" -> {
        exactly(apply, arguments, 1);
        ChangeCase.Change change =
            name.equals("lowercase")
                ? ChangeCase.Change.LOWER
                : name.equals("uppercase") ? ChangeCase.Change.UPPER : ChangeCase.Change.TRIM;
        yield assembler.texts().changeCase(change, arguments.get(0), apply);
      }
      case "isIn", "isNotIn" -> isIn(apply, name, arguments);
      case "if" -> choice(apply, arguments);
      default -> defined(apply, name, arguments);
    };
  }

  private static Operator operator(Map<String, Operator> operators, String name) {
    return Optional.ofNullable(operators.get(name)).orElseThrow();
  }

  private Variable rounded(FieldType type, int slot) {
    return Variable.of(
        type, type == FieldType.FLOAT ? assembler.step(Operator.TO_FLOAT, slot) : slot);
  }

  private Variable arithmetic(Element apply, Operator operator, List<Variable> arguments)
      throws ModelLoadException {
    List<Variable> xs = number(apply, arguments, 2);
    FieldType type = common(apply, xs);
    Operator exact =
        type == FieldType.INTEGER
            ? Optional.ofNullable(OF_INTEGERS.get(operator)).orElseThrow()
            : operator;
    return rounded(type, assembler.step(exact, xs.get(0).slot(), xs.get(1).slot()));
  }

  /** Exact only as far as a double is, so to a constant power that keeps 32 bits exact. */
  private Variable integerPower(Element apply, List<Variable> xs, int power)
      throws ModelLoadException {
    Optional<String> exponent = xs.get(1).literal();
    if (exponent.isEmpty() || assembler.code(FieldType.INTEGER, exponent.get(), apply) < 0) {
      throw apply.unsupported("a power of integers needs a constant exponent of 0 or more");
    }
    return Variable.of(FieldType.INTEGER, assembler.step(Operator.TO_INTEGER, power));
  }

  private Variable aggregate(Element apply, Operator operator, List<Variable> arguments)
      throws ModelLoadException {
    FieldType type = sameType(apply, arguments);
    int slot = arguments.get(0).slot();
    for (Variable argument : arguments.subList(1, arguments.size())) {
      slot = assembler.step(operator, slot, argument.slot());
    }
    return type == FieldType.INTEGER
        ? Variable.of(type, assembler.step(Operator.TO_INTEGER, slot))
        : rounded(type, slot);
  }

  private Variable average(Element apply, List<Variable> arguments) throws ModelLoadException {
    FieldType type = sameType(apply, arguments);
    int result = assembler.slot();
    assembler.add(new Mean(arguments.stream().mapToInt(Variable::slot).toArray(), result));
    return type == FieldType.INTEGER
        ? Variable.of(FieldType.DOUBLE, result)
        : rounded(type, result);
  }

  /** With missing arguments the type of a mixture would depend on the row. */
  private static FieldType sameType(Element apply, List<Variable> arguments)
      throws ModelLoadException {
    atLeast(apply, arguments, 1);
    FieldType type = arguments.get(0).type();
    for (Variable argument : arguments) {
      if (argument.type() != type || !type.isNumber()) {
        throw apply.unsupported("its arguments are not numbers of one type");
      }
    }
    return type;
  }

  private Variable comparison(Element apply, Operator operator, List<Variable> arguments)
      throws ModelLoadException {
    exactly(apply, arguments, 2);
    Variable left = arguments.get(0);
    Variable right = comparable(apply, operator, left, arguments.get(1));
    return Variable.of(FieldType.BOOLEAN, assembler.step(operator, left.slot(), right.slot()));
  }

  /** The right side as the left one's type: what is compared is of one type. */
  private Variable comparable(Element apply, Operator operator, Variable left, Variable right)
      throws ModelLoadException {
    boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    if (!equality) {
      left.requireOrder(apply);
    }
    if (left.type().isNumber()) {
      if (left.type() == right.type()) {
        return right;
      }
      boolean isWhole =
          right.literal().flatMap(text -> assembler.code(FieldType.INTEGER, text)).isPresent();
      if (left.type() == FieldType.INTEGER && (!equality || isWhole) && isNumeric(right)) {
        return assembler.cast(right, isWhole ? FieldType.INTEGER : FieldType.DOUBLE, apply);
      }
      if (left.type() != FieldType.INTEGER && isNumeric(right)) {
        return assembler.cast(right, left.type(), apply);
      }
      throw apply.unsupported("comparing %s with %s".formatted(left.type(), right.type()));
    }
    if (!equality) {
      throw apply.unsupported("the order of %s values".formatted(left.type()));
    }
    if (right.literal().isPresent()) {
      return assembler.literal(left.type(), right.literal().get(), apply);
    }
    if (left.type() == FieldType.BOOLEAN && right.type() == FieldType.BOOLEAN) {
      return right;
    }
    throw apply.unsupported("comparing texts of two fields");
  }

  private static boolean isNumeric(Variable variable) {
    return variable.type().isNumber() || variable.literal().isPresent();
  }

  private Variable isIn(Element apply, String name, List<Variable> arguments)
      throws ModelLoadException {
    atLeast(apply, arguments, 2);
    Variable x = arguments.get(0);
    List<double[]> rows = new ArrayList<>();
    for (Variable member : arguments.subList(1, arguments.size())) {
      if (member.literal().isEmpty()) {
        throw apply.unsupported("members of its set that are not constant");
      }
      rows.add(
          new double[] {
            assembler.code(x.type(), member.literal().get(), apply), Values.of(name.equals("isIn"))
          });
    }
    int result = assembler.slot();
    double otherwise = Values.of(!name.equals("isIn"));
    assembler.add(
        new io.slipway.tabular.form.Lookup(
            new int[] {x.slot()}, rows, otherwise, otherwise, result));
    return Variable.of(FieldType.BOOLEAN, result);
  }

  private Variable choice(Element apply, List<Variable> arguments) throws ModelLoadException {
    if (arguments.size() != 2 && arguments.size() != 3) {
      throw apply.invalid("if takes 2 or 3 arguments, not " + arguments.size());
    }
    Variable yes = arguments.get(1);
    Variable no =
        arguments.size() == 3
            ? arguments.get(2)
            : Variable.of(yes.type(), assembler.constant(Values.MISSING));
    if (assembler.mayBeInvalid(yes) || assembler.mayBeInvalid(no)) {
      // The reference refuses it as a result, and only then.
      throw apply.unsupported("a branch is a field that keeps values which it does not accept");
    }
    FieldType type = yes.type();
    if (type != no.type()) {
      type =
          FieldType.common(type, no.type())
              .filter(common -> common == FieldType.DOUBLE)
              .orElseThrow(() -> apply.unsupported("its branches are of different types"));
    }
    return Variable.of(
        type,
        assembler.step(Operator.IF, truth(apply, arguments.get(0)).slot(), yes.slot(), no.slot()));
  }

  /** A function that the document defines: its body takes the place of the call. */
  private Variable defined(Element apply, String name, List<Variable> arguments)
      throws ModelLoadException {
    Optional<Element> function = expressions.dictionaries().function(name);
    if (function.isEmpty()) {
      throw apply.unsupported("the function \"" + name + "\" is not supported");
    }
    if (expressions.callDepth() >= DEEPEST_CALL) {
      throw apply.tooLarge("functions call one another more than %d deep".formatted(DEEPEST_CALL));
    }
    List<Element> parameters = function.get().children("ParameterField");
    exactly(apply, arguments, parameters.size());
    Map<String, Variable> values = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Element parameter = parameters.get(i);
      Variable argument = arguments.get(i);
      values.put(
          parameter.require("name"),
          parameter.has("dataType")
              ? assembler.cast(argument, FieldType.of(parameter), parameter)
              : argument);
    }
    Scope inside =
        (field, at) ->
            Optional.ofNullable(values.get(field))
                .orElseThrow(
                    () -> at.unsupported("\"" + field + "\" is no parameter of the function"));
    return new Expressions(
            assembler, inside, expressions.dictionaries(), expressions.callDepth() + 1)
        .body(function.get());
  }

  private Variable truth(Element apply, Variable variable) throws ModelLoadException {
    if (variable.type() != FieldType.BOOLEAN) {
      throw apply.unsupported("an argument is no truth value");
    }
    return variable;
  }

  private static FieldType common(Element apply, List<Variable> xs) throws ModelLoadException {
    return FieldType.common(xs.get(0).type(), xs.get(1).type())
        .orElseThrow(() -> apply.unsupported("an argument is no number"));
  }

  private static List<Variable> number(Element apply, List<Variable> arguments, int count)
      throws ModelLoadException {
    exactly(apply, arguments, count);
    for (Variable argument : arguments) {
      if (!argument.type().isNumber()) {
        throw apply.unsupported("an argument is no number");
      }
    }
    return arguments;
  }

  private static void exactly(Element apply, List<Variable> arguments, int count)
      throws ModelLoadException {
    if (arguments.size() != count) {
      throw apply.invalid("it takes %d arguments, not %d".formatted(count, arguments.size()));
    }
  }

  private static void atLeast(Element apply, List<Variable> arguments, int count)
      throws ModelLoadException {
    if (arguments.size() < count) {
      throw apply.invalid(
          "it takes %d arguments or more, not %d".formatted(count, arguments.size()));
    }
  }
}
