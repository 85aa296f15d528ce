package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.text.ChangeCase;
import io.slipway.tabular.text.ChangeCase.Change;
import io.slipway.tabular.text.Cut;
import io.slipway.tabular.text.Expression;
import io.slipway.tabular.text.Expression.Letters;
import io.slipway.tabular.text.FindMatch;
import io.slipway.tabular.text.Joining;
import io.slipway.tabular.text.Making;
import io.slipway.tabular.text.MeasureText;
import io.slipway.tabular.text.Replacement;
import io.slipway.tabular.text.Replacing;
import io.slipway.tabular.text.TextSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers PMML's own functions of texts. */
final class TextFunctions {
  private final Assembler assembler;

  TextFunctions(Assembler assembler) {
    this.assembler = assembler;
  }

  /** Nothing where the function is none of these. */
  Optional<Variable> call(String name, Arguments arguments) throws ModelLoadException {
    return switch (name) {
      case "lowercase" -> made(changed(Change.LOWER, arguments));
      case "uppercase" -> made(changed(Change.UPPER, arguments));
      case "trimBlanks" -> made(changed(Change.TRIM, arguments));
      case "substring" -> made(cut(arguments));
      case "concat" -> made(joined(arguments));
      case "replace" -> made(replaced(arguments));
      case "matches" -> Optional.of(matches(arguments));
      case "stringLength" -> Optional.of(length(arguments));
      default -> Optional.empty();
    };
  }

  private Optional<Variable> made(Making making) {
    return Optional.of(assembler.texts().make(making));
  }

  private TextSlots text(Variable variable, Arguments arguments) throws ModelLoadException {
    return assembler.texts().slots(variable, arguments.apply());
  }

  private Making changed(Change change, Arguments arguments) throws ModelLoadException {
    arguments.exactly(1);
    return new ChangeCase(change, text(arguments.get(0), arguments));
  }

  private Making cut(Arguments arguments) throws ModelLoadException {
    arguments.exactly(3);
    return new Cut(
        text(arguments.get(0), arguments),
        assembler.cast(arguments.get(1), FieldType.INTEGER, arguments.apply()).slot(),
        assembler.cast(arguments.get(2), FieldType.INTEGER, arguments.apply()).slot());
  }

  private Making joined(Arguments arguments) throws ModelLoadException {
    arguments.atLeast(2);
    List<TextSlots> parts = new ArrayList<>();
    for (Variable argument : arguments.values()) {
      parts.add(text(argument, arguments));
    }
    return new Joining(parts);
  }

  private Making replaced(Arguments arguments) throws ModelLoadException {
    arguments.exactly(3);
    Expression expression = expression(arguments);
    // The standard's way to write a dollar.
    Replacement replacement =
        Replacement.of(constant(arguments, 2).replace("$$", "\\$"), expression)
            .orElseThrow(
                () ->
                    arguments
                        .apply()
                        .unsupported("its replacement refers to groups that there are not"));
    return new Replacing(expression, replacement, text(arguments.get(0), arguments));
  }

  private Variable matches(Arguments arguments) throws ModelLoadException {
    arguments.exactly(2);
    int result = assembler.slot();
    assembler.add(new FindMatch(expression(arguments), text(arguments.get(0), arguments), result));
    return Variable.of(FieldType.BOOLEAN, result);
  }

  private Variable length(Arguments arguments) throws ModelLoadException {
    arguments.exactly(1);
    int result = assembler.slot();
    assembler.add(new MeasureText(text(arguments.get(0), arguments), result));
    return Variable.of(FieldType.INTEGER, result);
  }

  private static Expression expression(Arguments arguments) throws ModelLoadException {
    String expression = constant(arguments, 1);
    return Expression.of(expression, Letters.AS_WRITTEN)
        .orElseThrow(
            () -> arguments.apply().unsupported("its pattern is no regular expression of Java's"));
  }

  private static String constant(Arguments arguments, int index) throws ModelLoadException {
    return arguments
        .get(index)
        .literal()
        .filter(text -> arguments.get(index).type() != FieldType.FLOAT)
        .orElseThrow(
            () -> arguments.apply().unsupported("a pattern or replacement that is not constant"));
  }
}
