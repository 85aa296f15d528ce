package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.model.Temporal;
import io.slipway.tabular.xml.Element;

/**
 * Lowers what durations become and are held against. A model may take a duration for the number of
 * its units; a duration comes from another of the same units, or from a text, and from no number.
 */
final class Durations {
  private final Assembler assembler;

  Durations(Assembler assembler) {
    this.assembler = assembler;
  }

  /** A duration as another type, or what is no text as a duration. */
  Variable cast(Variable value, FieldType type, Element at) throws ModelLoadException {
    if (areAlike(value.type(), type)) {
      double more = unit(value.type()).moreIn(unit(type));
      int slot = assembler.step(Operator.ADD, value.slot(), assembler.constant(more));
      return Variable.of(type, slot);
    }
    if (!value.type().isDuration() || !type.isNumber()) {
      throw at.unsupported("casting %s to %s is not supported".formatted(value.type(), type));
    }
    return switch (type) {
      case FLOAT -> Variable.of(type, assembler.step(Operator.TO_FLOAT, value.slot()));
      case INTEGER -> Variable.of(type, assembler.step(Operator.TO_INTEGER, value.slot()));
      default -> Variable.of(type, value.slot());
    };
  }

  /**
   * The right side of a test of equality of which one side is a duration, as the left one's type.
   */
  Variable equal(Variable left, Variable right, Element at) throws ModelLoadException {
    if (!left.type().isNumber()) {
      requireLike(left.type(), right, at);
    }
    return assembler.cast(right, left.type(), at);
  }

  /** The right side of a test of order: what is no duration of the left one's units is a number. */
  Variable ordered(Variable left, Variable right, Element at) throws ModelLoadException {
    if (left.type().isDuration() && !isDuration(left.type(), right)) {
      Variable number = assembler.cast(right, FieldType.DOUBLE, at);
      if (right.literal().filter(text -> text.equalsIgnoreCase("NaN")).isPresent()) {
        throw at.unsupported("the order of a duration and of what is no number");
      }
      return number;
    }
    // A duration may be longer than an integer can be.
    FieldType type = left.type() == FieldType.INTEGER ? FieldType.DOUBLE : left.type();
    return type.isNumber() ? assembler.cast(right, type, at) : equal(left, right, at);
  }

  /**
   * A duration is equal to a constant text, or to a duration in the same units, and to no other.
   */
  static void requireLike(FieldType type, Variable given, Element at) throws ModelLoadException {
    boolean isText = given.type() == FieldType.STRING && given.literal().isPresent();
    if (!(type.isDuration() && isText) && !areAlike(type, given.type())) {
      throw at.unsupported("comparing %s with %s".formatted(type, given.type()));
    }
  }

  private boolean isDuration(FieldType type, Variable given) {
    return areAlike(type, given.type())
        || given.literal().flatMap(text -> assembler.code(type, text)).isPresent();
  }

  private static boolean areAlike(FieldType left, FieldType right) {
    return left.isDuration() && right.isDuration() && unit(left).isLike(unit(right));
  }

  private static Temporal unit(FieldType duration) {
    return duration.temporal().orElseThrow();
  }
}
