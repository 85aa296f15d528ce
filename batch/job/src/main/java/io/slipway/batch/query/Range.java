package io.slipway.batch.query;

import java.util.OptionalLong;

/**
 * A range of a column of whole numbers. The one without a beginning has the rows without a value
 * too.
 *
 * @param from the first number; empty for all from the smallest on
 * @param to the one behind the last; empty for all to the largest
 */
record Range(OptionalLong from, OptionalLong to) {
  static final Range ALL = new Range(OptionalLong.empty(), OptionalLong.empty());
  private static final String DOTS = "..";

  /** As a plan has it: {@code 100..200}, {@code ..100}, {@code 200..}, {@code ..}. */
  String mark() {
    return text(from) + DOTS + text(to);
  }

  /**
   * Reads a {@link #mark}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Range of(String mark) {
    int dots = mark.indexOf(DOTS);
    if (dots < 0) {
      throw new IllegalArgumentException(mark + " is no range");
    }
    return new Range(number(mark.substring(0, dots)), number(mark.substring(dots + DOTS.length())));
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }

  private static OptionalLong number(String text) {
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /** With the numbers of one that follows it too. */
  Range upTo(Range next) {
    return new Range(from, next.to);
  }

  /** What holds for its rows; empty where that is all rows. */
  String condition(String column) {
    if (from.isEmpty() && to.isEmpty()) {
      return "";
    }
    String above = from.isPresent() ? column + " >= " + from.getAsLong() : "";
    String below = to.isPresent() ? column + " < " + to.getAsLong() : "";
    if (from.isEmpty()) {
      return " WHERE (%s OR %s IS NULL)".formatted(below, column);
    }
    return " WHERE " + (to.isEmpty() ? above : above + " AND " + below);
  }

  /** For people. */
  String words(String column) {
    if (from.isEmpty() && to.isEmpty()) {
      return "the query";
    }
    if (from.isEmpty()) {
      return "%s below %d".formatted(column, to.orElseThrow());
    }
    return to.isEmpty()
        ? "%s from %d".formatted(column, from.orElseThrow())
        : "%s from %d to below %d".formatted(column, from.orElseThrow(), to.orElseThrow());
  }
}
