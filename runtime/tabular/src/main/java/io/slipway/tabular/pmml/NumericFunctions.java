package io.slipway.tabular.pmml;

import static java.util.Map.entry;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Mean;
import io.slipway.tabular.form.Operator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers PMML's own functions of numbers. */
final class NumericFunctions {
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

  private final Assembler assembler;

  NumericFunctions(Assembler assembler) {
    this.assembler = assembler;
  }

  /** Nothing where the function is none of these. */
  Optional<Variable> call(String name, Arguments arguments) throws ModelLoadException {
    if (ARITHMETIC.containsKey(name)) {
      return Optional.of(arithmetic(operator(ARITHMETIC, name), arguments));
    }
    if (OF_ONE.containsKey(name)) {
      int slot = arguments.numbers(1).get(0).slot();
      return Optional.of(
          Variable.of(FieldType.DOUBLE, assembler.step(operator(OF_ONE, name), slot)));
    }
    if (ROUNDING.containsKey(name)) {
      Variable x = arguments.numbers(1).get(0);
      Operator operator =
          name.equals("round") && x.type() == FieldType.FLOAT
              ? Operator.ROUND_FLOAT
              : operator(ROUNDING, name);
      return Optional.of(Variable.of(FieldType.INTEGER, assembler.step(operator, x.slot())));
    }
    if (AGGREGATES.containsKey(name)) {
      return Optional.of(aggregate(operator(AGGREGATES, name), arguments));
    }
    return switch (name) {
      case "avg" -> Optional.of(average(arguments));
      case "abs", "rint" -> {
        int slot = arguments.numbers(1).get(0).slot();
        Operator operator = name.equals("abs") ? Operator.ABS : Operator.RINT;
        yield Optional.of(rounded(arguments.sameType(), assembler.step(operator, slot)));
      }
      case "pow" -> {
        List<Variable> xs = arguments.numbers(2);
        FieldType type = arguments.commonType();
        int power = assembler.step(Operator.POW, xs.get(0).slot(), xs.get(1).slot());
        yield Optional.of(
            type == FieldType.INTEGER ? integerPower(arguments, power) : rounded(type, power));
      }
      case "threshold" -> {
        List<Variable> xs = arguments.numbers(2);
        yield Optional.of(
            Variable.of(
                arguments.commonType(),
                assembler.step(Operator.THRESHOLD, xs.get(0).slot(), xs.get(1).slot())));
      }
      case "hypot", "atan2" -> {
        List<Variable> xs = arguments.numbers(2);
        Operator operator = name.equals("hypot") ? Operator.HYPOT : Operator.ATAN2;
        yield Optional.of(
            Variable.of(
                FieldType.DOUBLE, assembler.step(operator, xs.get(0).slot(), xs.get(1).slot())));
      }
      default -> Optional.empty();
    };
  }

  private static Operator operator(Map<String, Operator> operators, String name) {
    return Optional.ofNullable(operators.get(name)).orElseThrow();
  }

  private Variable rounded(FieldType type, int slot) {
    return Variable.of(
        type, type == FieldType.FLOAT ? assembler.step(Operator.TO_FLOAT, slot) : slot);
  }

  private Variable arithmetic(Operator operator, Arguments arguments) throws ModelLoadException {
    List<Variable> xs = arguments.numbers(2);
    FieldType type = arguments.commonType();
    Operator exact =
        type == FieldType.INTEGER
            ? Optional.ofNullable(OF_INTEGERS.get(operator)).orElseThrow()
            : operator;
    return rounded(type, assembler.step(exact, xs.get(0).slot(), xs.get(1).slot()));
  }

  /** Exact only as far as a double is, so to a constant power that keeps 32 bits exact. */
  private Variable integerPower(Arguments arguments, int power) throws ModelLoadException {
    Optional<String> exponent = arguments.get(1).literal();
    if (exponent.isEmpty()
        || assembler.code(FieldType.INTEGER, exponent.get(), arguments.apply()) < 0) {
      throw arguments
          .apply()
          .unsupported("a power of integers needs a constant exponent of 0 or more");
    }
    return Variable.of(FieldType.INTEGER, assembler.step(Operator.TO_INTEGER, power));
  }

  private Variable aggregate(Operator operator, Arguments arguments) throws ModelLoadException {
    FieldType type = arguments.sameType();
    int slot = arguments.get(0).slot();
    for (Variable argument : arguments.rest()) {
      slot = assembler.step(operator, slot, argument.slot());
    }
    return type == FieldType.INTEGER
        ? Variable.of(type, assembler.step(Operator.TO_INTEGER, slot))
        : rounded(type, slot);
  }

  private Variable average(Arguments arguments) throws ModelLoadException {
    FieldType type = arguments.sameType();
    int result = assembler.slot();
    assembler.add(new Mean(arguments.values().stream().mapToInt(Variable::slot).toArray(), result));
    return type == FieldType.INTEGER
        ? Variable.of(FieldType.DOUBLE, result)
        : rounded(type, result);
  }
}
