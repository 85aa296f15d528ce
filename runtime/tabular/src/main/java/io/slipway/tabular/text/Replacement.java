package io.slipway.tabular.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * What takes the place of a match, as {@link Matcher#replaceAll(String)} reads it: with groups by
 * their numbers. Immutable.
 */
public final class Replacement {
  private final List<Part> parts;

  private sealed interface Part permits Literal, Group {}

  private record Literal(String text) implements Part {}

  private record Group(int number) implements Part {}

  private Replacement(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Empty where it refers to a group by name or to one that there is not, or ends too soon. */
  public static Optional<Replacement> of(String text, Expression expression) {
    int groups = expression.groups();
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '\\' && c != '$') {
        literal.append(c);
      } else if (at == text.length()) {
        return Optional.empty();
      } else if (c == '\\') {
        literal.append(text.charAt(at++));
      } else {
        int number = digit(text, at++);
        if (number < 0 || number > groups) {
          return Optional.empty();
        }
        // Further digits belong to it as long as there is such a group.
        while (digit(text, at) >= 0 && 10L * number + digit(text, at) <= groups) {
          number = 10 * number + digit(text, at++);
        }
        parts.add(new Literal(literal.toString()));
        literal.setLength(0);
        parts.add(new Group(number));
      }
    }
    parts.add(new Literal(literal.toString()));
    return Optional.of(new Replacement(parts));
  }

  private static int digit(String text, int at) {
    boolean isDigit = at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    return isDigit ? text.charAt(at) - '0' : -1;
  }

  /**
   * @param text in which the matcher has found a match
   */
  void append(StringBuilder out, String text, Matcher matcher) {
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        out.append(literal.text());
      } else if (part instanceof Group group && matcher.start(group.number()) >= 0) {
        out.append(text, matcher.start(group.number()), matcher.end(group.number()));
      }
    }
  }
}
