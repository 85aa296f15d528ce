package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;
import java.util.List;

/**
 * What a function is applied to.
 *
 * @param apply the element that applies it
 */
record Arguments(Element apply, List<Variable> values) {

  Arguments {
    values = List.copyOf(values);
  }

  int size() {
    return values.size();
  }

  Variable get(int index) {
    return values.get(index);
  }

  /** All but the first. */
  List<Variable> rest() {
    return values.subList(1, values.size());
  }

  void exactly(int count) throws ModelLoadException {
    if (size() != count) {
      throw apply.invalid("it takes %d arguments, not %d".formatted(count, size()));
    }
  }

  void atLeast(int count) throws ModelLoadException {
    if (size() < count) {
      throw apply.invalid("it takes %d arguments or more, not %d".formatted(count, size()));
    }
  }

  /** So many numbers, or durations to take for numbers. */
  List<Variable> numbers(int count) throws ModelLoadException {
    exactly(count);
    for (Variable argument : values) {
      if (!argument.type().isQuantity()) {
        throw apply.unsupported("an argument is no number");
      }
    }
    return values;
  }

  Variable truth(int index) throws ModelLoadException {
    return truth(get(index));
  }

  Variable truth(Variable variable) throws ModelLoadException {
    if (variable.type() != FieldType.BOOLEAN) {
      throw apply.unsupported("an argument is no truth value");
    }
    return variable;
  }

  /** Of the first two. */
  FieldType commonType() throws ModelLoadException {
    return FieldType.common(get(0).type(), get(1).type())
        .orElseThrow(() -> apply.unsupported("an argument is no number"));
  }

  /** With missing arguments the type of a mixture would depend on the row. */
  FieldType sameType() throws ModelLoadException {
    atLeast(1);
    FieldType type = get(0).type();
    for (Variable argument : values) {
      if (argument.type() != type || !type.isNumber()) {
        throw apply.unsupported("its arguments are not numbers of one type");
      }
    }
    return type;
  }
}
