package io.slipway.batch.query;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Cuts the numbers of a column into ranges of one width, so that each number is in one of them. */
record Ranges(List<Range> all) {
  Ranges {
    all = List.copyOf(all);
  }

  /** A range that has rows. */
  record Counted(Range range, long rows) {}

  /**
   * @param least the smallest number that there is
   * @param most the largest
   * @param number how many ranges at most; there are fewer where there are fewer numbers
   */
  static Ranges between(long least, long most, int number) {
    BigInteger begin = BigInteger.valueOf(least);
    BigInteger width = BigInteger.valueOf(most).subtract(begin).add(BigInteger.ONE);
    BigInteger parts = width.min(BigInteger.valueOf(number));
    List<Range> all = new ArrayList<>();
    OptionalLong from = OptionalLong.empty();
    for (int i = 1; i < parts.intValueExact(); i++) {
      BigInteger into = width.multiply(BigInteger.valueOf(i)).divide(parts);
      OptionalLong to = OptionalLong.of(begin.add(into).longValueExact());
      all.add(new Range(from, to));
      from = to;
    }
    all.add(new Range(from, OptionalLong.empty()));
    return new Ranges(all);
  }

  /**
   * An expression for the place of a row's range, 0 for the first. Halves of halves, so that a row
   * costs few comparisons however many ranges there are.
   */
  String place(String column) {
    return all.size() == 1
        ? "0"
        : "CASE WHEN %s IS NULL THEN 0 %s END".formatted(column, branches(column, 0, all.size()));
  }

  private String branches(String column, int first, int end) {
    int middle = (first + end) / 2;
    return "WHEN %s < %d THEN %s ELSE %s"
        .formatted(
            column,
            all.get(middle).from().orElseThrow(),
            branch(column, first, middle),
            branch(column, middle, end));
  }

  private String branch(String column, int first, int end) {
    return end - first == 1
        ? Integer.toString(first)
        : "CASE %s END".formatted(branches(column, first, end));
  }

  /**
   * Those that have rows, wide enough to have between them all numbers that there may be.
   *
   * @param rows how many each has
   */
  List<Counted> counted(long[] rows) {
    List<Counted> counted = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      Range range = all.get(i);
      if (rows[i] > 0) {
        OptionalLong from = counted.isEmpty() ? OptionalLong.empty() : range.from();
        counted.add(new Counted(new Range(from, range.to()), rows[i]));
      } else if (!counted.isEmpty()) {
        Counted last = counted.removeLast();
        counted.add(new Counted(last.range().upTo(range), last.rows()));
      }
    }
    return counted;
  }
}
