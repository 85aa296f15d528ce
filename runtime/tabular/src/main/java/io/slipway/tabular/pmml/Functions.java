package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers applications of functions, PMML's own and those that the document defines. */
final class Functions {
  private static final int DEEPEST_CALL = 100;

  private final Expressions expressions;
  private final Assembler assembler;
  private final NumericFunctions numeric;
  private final LogicalFunctions logical;
  private final TextFunctions textual;

  Functions(Expressions expressions) {
    this.expressions = expressions;
    this.assembler = expressions.assembler();
    this.numeric = new NumericFunctions(assembler);
    this.logical = new LogicalFunctions(assembler);
    this.textual = new TextFunctions(assembler);
  }

  /**
   * @param container the type of what holds the result; without it, replacements for missing values
   *     are not supported
   */
  Variable apply(Element apply, Optional<FieldType> container) throws ModelLoadException {
    if (!apply.attribute("invalidValueTreatment", "returnInvalid").equals("returnInvalid")) {
      throw apply.unsupportedValue("invalidValueTreatment");
    }
    String function = apply.require("function");
    List<Variable> arguments =
        function.equals("if") ? branches(apply, container) : lowered(apply.children());
    Variable result = call(function, new Arguments(apply, arguments));
    if (apply.has("mapMissingTo") || apply.has("defaultValue")) {
      if (container.isEmpty()) {
        throw apply.unsupported("mapMissingTo and defaultValue are not supported here");
      }
      result = replaced(apply, assembler.cast(result, container.get(), apply), arguments);
    }
    return result;
  }

  private List<Variable> lowered(List<Element> expressions) throws ModelLoadException {
    List<Variable> lowered = new ArrayList<>();
    for (Element expression : expressions) {
      lowered.add(this.expressions.lower(expression));
    }
    return lowered;
  }

  /** A condition, and what is cast afterwards in any case, so that it may be of two types. */
  private List<Variable> branches(Element choice, Optional<FieldType> container)
      throws ModelLoadException {
    List<Variable> lowered = new ArrayList<>();
    for (Element expression : choice.children()) {
      lowered.add(
          lowered.isEmpty()
              ? expressions.typed(expression, FieldType.BOOLEAN)
              : expressions.lower(expression));
    }
    if (container.isPresent()
        && lowered.size() == 3
        && lowered.get(1).type() != lowered.get(2).type()) {
      for (int i = 1; i < 3; i++) {
        lowered.set(i, assembler.cast(lowered.get(i), container.get(), choice));
      }
    }
    return lowered;
  }

  private Variable replaced(Element apply, Variable result, List<Variable> arguments)
      throws ModelLoadException {
    Variable replaced = result;
    if (apply.has("defaultValue")) {
      Variable otherwise = assembler.literal(result.type(), apply.require("defaultValue"), apply);
      int slot = assembler.step(Operator.OR_ELSE, result.slot(), otherwise.slot());
      replaced = following(slot, result);
    }
    if (apply.has("mapMissingTo")) {
      if (apply.require("function").equals("if")) {
        throw apply.unsupportedValue("mapMissingTo");
      }
      Variable instead = assembler.literal(result.type(), apply.require("mapMissingTo"), apply);
      for (int i = arguments.size() - 1; i >= 0; i--) {
        int isMissing = assembler.step(Operator.IS_MISSING, arguments.get(i).slot());
        int slot = assembler.step(Operator.SELECT, isMissing, instead.slot(), replaced.slot());
        replaced = following(slot, replaced);
      }
    }
    return replaced;
  }

  private Variable following(int slot, Variable source) {
    return assembler.texts().following(Variable.of(source.type(), slot), source);
  }

  private Variable call(String name, Arguments arguments) throws ModelLoadException {
    Optional<Variable> known = numeric.call(name, arguments);
    if (known.isEmpty()) {
      known = logical.call(name, arguments);
    }
    if (known.isEmpty()) {
      known = textual.call(name, arguments);
    }
    return known.isPresent()
        ? known.get()
        : switch (name) {
          case "dateDaysSinceYear", "dateSecondsSinceYear", "dateSecondsSinceMidnight" ->
              new Dates(assembler).function(name, arguments);
          case "formatDatetime" -> new Dates(assembler).format(arguments);
          default -> defined(name, arguments);
        };
  }

  /** A function that the document defines: its body takes the place of the call. */
  private Variable defined(String name, Arguments arguments) throws ModelLoadException {
    Optional<Element> function = expressions.dictionaries().function(name);
    if (function.isEmpty()) {
      throw arguments.apply().unsupported("the function \"" + name + "\" is not supported");
    }
    if (expressions.callDepth() >= DEEPEST_CALL) {
      throw arguments
          .apply()
          .tooLarge("functions call one another more than %d deep".formatted(DEEPEST_CALL));
    }
    List<Element> parameters = function.get().children("ParameterField");
    arguments.exactly(parameters.size());
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
}
