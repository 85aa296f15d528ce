package io.slipway.operator.analysis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must be so of a number, like {@code < 0.01}.
 *
 * @param operator one of {@code <}, {@code <=}, {@code >}, {@code >=}, {@code ==}, {@code !=}
 */
record Condition(String operator, double limit) {

  private static final Pattern FORM =
      Pattern.compile("(<|<=|>|>=|==|!=) *(-?[0-9]{1,15}(?:[.][0-9]{1,15})?)");

  /** The condition that a text says; empty when it says none. */
  static Optional<Condition> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches()
        ? Optional.of(new Condition(form.group(1), Double.parseDouble(form.group(2))))
        : Optional.empty();
  }

  /** Whether it is so; of no number never. */
  boolean holds(double number) {
    if (Double.isNaN(number)) {
      return false;
    }
    return switch (operator) {
      case "<" -> number < limit;
      case "<=" -> number <= limit;
      case ">" -> number > limit;
      case ">=" -> number >= limit;
      case "==" -> number == limit;
      default -> number != limit;
    };
  }
}
