package io.slipway.testkit;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares answers with what was expected. Differences come back as sentences, none when all is
 * well, so that one test can report on a whole model.
 *
 * @param tolerance for numbers; text and truth values must be equal
 */
public record Comparison(Tolerance tolerance) {

  /**
   * Every value expected of a row against the answer. Text that reads as the number in the other
   * counts as equal, and so do True and true: labels such as 1 are numbers in some frameworks and
   * text in others.
   */
  public List<String> differences(
      Map<String, ?> expectedRow, Map<String, ? extends @Nullable Object> actualRow) {
    List<String> differences = new ArrayList<>();
    expectedRow.forEach(
        (name, expected) -> {
          if (!actualRow.containsKey(name)) {
            differences.add("no output " + name + " among " + actualRow.keySet());
          } else if (!same(expected, actualRow.get(name))) {
            differences.add(name + " is " + actualRow.get(name) + ", not " + expected);
          }
        });
    return differences;
  }

  /** Type, shape and every element; at most ten differing elements are listed. */
  public List<String> differences(Column expected, Column actual) {
    return differences(expected, actual, Set.of());
  }

  /** As {@link #differences(Column, Column)}, but for the elements of some rows. */
  public List<String> differences(Column expected, Column actual, Set<Integer> excludedRows) {
    List<String> differences = typeAndShape(actual, expected.type(), expected.shape());
    if (!differences.isEmpty()) {
      return differences;
    }
    for (int i = 0; i < expected.length() && differences.size() < 10; i++) {
      if (excludedRows.contains(i / Math.max(1, expected.length() / expected.rows()))) {
        continue;
      }
      Object expectedValue = element(expected, i);
      Object actualValue = element(actual, i);
      if (!same(expectedValue, actualValue)) {
        differences.add(
            "%s[%d] is %s, not %s".formatted(expected.name(), i, actualValue, expectedValue));
      }
    }
    return differences;
  }

  /** Whether a column is of this type and shape. */
  public List<String> typeAndShape(Column actual, DataType type, Shape shape) {
    List<String> differences = new ArrayList<>();
    if (actual.type() != type) {
      differences.add(actual.name() + " is " + actual.type() + ", not " + type);
    }
    if (!actual.shape().equals(shape)) {
      differences.add(actual.name() + " has shape " + actual.shape() + ", not " + shape);
    }
    return differences;
  }

  private static @Nullable Object element(Column column, int index) {
    return column.isValid(index) ? java.lang.reflect.Array.get(column.values(), index) : null;
  }

  private boolean same(@Nullable Object expected, @Nullable Object actual) {
    if (expected == null || actual == null) {
      return expected == null && actual == null;
    }
    if (expected.equals(actual)) {
      return true;
    }
    if (expected instanceof Boolean || actual instanceof Boolean) {
      return expected.toString().equalsIgnoreCase(actual.toString());
    }
    Double expectedNumber = number(expected);
    Double actualNumber = number(actual);
    return expectedNumber != null
        && actualNumber != null
        && tolerance.accepts(expectedNumber, actualNumber);
  }

  private static @Nullable Double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.valueOf(value.toString());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
