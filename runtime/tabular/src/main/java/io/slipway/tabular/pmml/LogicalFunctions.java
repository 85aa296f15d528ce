package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers PMML's own comparisons, connectives and choices. */
final class LogicalFunctions {
  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "equal", Operator.EQUAL,
          "notEqual", Operator.NOT_EQUAL,
          "lessThan", Operator.LESS,
          "lessOrEqual", Operator.LESS_OR_EQUAL,
          "greaterThan", Operator.GREATER,
          "greaterOrEqual", Operator.GREATER_OR_EQUAL);

  private final Assembler assembler;

  LogicalFunctions(Assembler assembler) {
    this.assembler = assembler;
  }

  /** Nothing where the function is none of these. */
  Optional<Variable> call(String name, Arguments arguments) throws ModelLoadException {
    Operator comparison = COMPARISONS.get(name);
    if (comparison != null) {
      return Optional.of(comparison(comparison, arguments));
    }
    return switch (name) {
      case "and", "or" -> {
        Operator operator = name.equals("and") ? Operator.AND : Operator.OR;
        arguments.atLeast(2);
        int slot = arguments.truth(0).slot();
        for (Variable argument : arguments.rest()) {
          slot = assembler.step(operator, slot, arguments.truth(argument).slot());
        }
        yield Optional.of(Variable.of(FieldType.BOOLEAN, slot));
      }
      case "not" -> {
        arguments.exactly(1);
        yield Optional.of(
            Variable.of(
                FieldType.BOOLEAN, assembler.step(Operator.NOT, arguments.truth(0).slot())));
      }
      case "isMissing", "isNotMissing" -> {
        arguments.exactly(1);
        Operator operator =
            name.equals("isMissing") ? Operator.IS_MISSING : Operator.IS_NOT_MISSING;
        yield Optional.of(
            Variable.of(FieldType.BOOLEAN, assembler.step(operator, arguments.get(0).slot())));
      }
      case "isIn", "isNotIn" -> Optional.of(isIn(name, arguments));
      case "if" -> Optional.of(choice(arguments));
      default -> Optional.empty();
    };
  }

  private Variable comparison(Operator operator, Arguments arguments) throws ModelLoadException {
    arguments.exactly(2);
    Variable left = arguments.get(0);
    Variable right = comparable(arguments.apply(), operator, left, arguments.get(1));
    return Variable.of(FieldType.BOOLEAN, assembler.step(operator, left.slot(), right.slot()));
  }

  /** The right side as the left one's type: what is compared is of one type. */
  private Variable comparable(Element apply, Operator operator, Variable left, Variable right)
      throws ModelLoadException {
    boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    if (!equality) {
      left.requireOrder(apply);
    }
    if (left.type().isDuration() || right.type().isDuration()) {
      Durations durations = new Durations(assembler);
      return equality ? durations.equal(left, right, apply) : durations.ordered(left, right, apply);
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

  private Variable isIn(String name, Arguments arguments) throws ModelLoadException {
    arguments.atLeast(2);
    Variable x = arguments.get(0);
    List<double[]> rows = new ArrayList<>();
    for (Variable member : arguments.rest()) {
      if (member.literal().isEmpty()) {
        throw arguments.apply().unsupported("members of its set that are not constant");
      }
      if (x.type().isDuration() || member.type().isDuration()) {
        Durations.requireLike(x.type(), member, arguments.apply());
      }
      rows.add(
          new double[] {
            assembler.code(x.type(), member.literal().get(), arguments.apply()),
            Values.of(name.equals("isIn"))
          });
    }
    int result = assembler.slot();
    double otherwise = Values.of(!name.equals("isIn"));
    assembler.add(new Lookup(new int[] {x.slot()}, rows, otherwise, otherwise, result));
    return Variable.of(FieldType.BOOLEAN, result);
  }

  private Variable nothing(FieldType type) {
    Variable nothing = Variable.of(type, assembler.constant(Values.MISSING));
    assembler.texts().ofDocument(nothing);
    return nothing;
  }

  private Variable choice(Arguments arguments) throws ModelLoadException {
    if (arguments.size() != 2 && arguments.size() != 3) {
      throw arguments.apply().invalid("if takes 2 or 3 arguments, not " + arguments.size());
    }
    Variable yes = arguments.get(1);
    Variable no = arguments.size() == 3 ? arguments.get(2) : nothing(yes.type());
    if (assembler.mayBeInvalid(yes) || assembler.mayBeInvalid(no)) {
      // The reference refuses it as a result, and only then.
      throw arguments
          .apply()
          .unsupported("a branch is a field that keeps values which it does not accept");
    }
    FieldType type = yes.type();
    if (type != no.type()) {
      type =
          FieldType.common(type, no.type())
              .filter(common -> common == FieldType.DOUBLE)
              .orElseThrow(
                  () -> arguments.apply().unsupported("its branches are of different types"));
    }
    int condition = arguments.truth(0).slot();
    int result = assembler.step(Operator.IF, condition, yes.slot(), no.slot());
    return assembler.texts().choice(Variable.of(type, result), condition, yes, no);
  }
}
