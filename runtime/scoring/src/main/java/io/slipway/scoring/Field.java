package io.slipway.scoring;

import java.util.List;
import java.util.Optional;

/**
 * One input or output of a model.
 *
 * @param name as the model's document has it; unique among its inputs (outputs)
 * @param shape dimensions, outermost first; the leading one of a batched field is dynamic
 * @param presence what the model does without a value
 * @param allowedValues the only values a categorical field accepts, as text; empty when not listed
 * @param intervals the ranges a numeric field accepts; empty when any
 * @param defaultValue what stands for a missing value, as text, where the model says so
 */
public record Field(
    String name,
    DataType type,
    Shape shape,
    Presence presence,
    List<String> allowedValues,
    List<Interval> intervals,
    Optional<String> defaultValue) {

  /** What a model does when a field of a row has no value. */
  public enum Presence {
    /** A row without it cannot be scored: tensors, and PMML fields that return invalid. */
    REQUIRED,
    /** A missing value has a meaning to the model. */
    OPTIONAL
  }

  /**
   * A range of numbers. An open end excludes its bound; a missing bound is infinite.
   *
   * @param lower from
   * @param upper to
   */
  public record Interval(Bound lower, Bound upper) {
    /**
     * One end of an interval.
     *
     * @param value the bound, -Infinity or Infinity where there is none
     * @param kind whether the bound itself belongs to the interval
     */
    public record Bound(double value, Kind kind) {}

    /** Whether a bound belongs to its interval. */
    public enum Kind {
      INCLUSIVE,
      EXCLUSIVE
    }
  }

  public Field {
    allowedValues = List.copyOf(allowedValues);
    intervals = List.copyOf(intervals);
  }

  /** A field about which only name, type and shape are known, as in a tensor model. */
  public static Field tensor(String name, DataType type, Shape shape) {
    return new Field(name, type, shape, Presence.REQUIRED, List.of(), List.of(), Optional.empty());
  }

  /** A scalar a row: a column of tabular data, shape [-1]. */
  public static Field column(String name, DataType type, Presence presence) {
    return new Field(
        name, type, Shape.of(Shape.DYNAMIC), presence, List.of(), List.of(), Optional.empty());
  }
}
