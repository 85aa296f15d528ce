package io.slipway.scoring;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An input that the model refuses, or a row for which it has no answer. Its message is for the
 * caller: it names the field and what was wrong, and holds no stack trace.
 */
public final class ScoringException extends Exception {
  private static final long serialVersionUID = 1;

  /** Who has to act. */
  public enum Fault {
    /** The input is at fault: the caller can mend it. */
    INPUT,
    /** The model or the engine failed on an input that looks right. */
    MODEL
  }

  private final Fault fault;
  private final int row;
  private final String field;

  private ScoringException(Fault fault, int row, String field, String message, Throwable cause) {
    super(message, cause, true, cause != null);
    this.fault = fault;
    this.row = row;
    this.field = field;
  }

  /** The value of {@code field} in {@code row}, counted from 0, is refused. */
  @SuppressWarnings("NullAway") // a cause of null is Throwable's own way to say none
  public static ScoringException invalidValue(int row, String field, String message) {
    return new ScoringException(Fault.INPUT, row, field, message, null);
  }

  /** The column {@code field} as a whole is refused: unknown, or of a wrong type or shape. */
  @SuppressWarnings("NullAway")
  public static ScoringException invalidField(String field, String message) {
    return new ScoringException(Fault.INPUT, -1, field, message, null);
  }

  /** The row is refused and no single field is to blame. */
  @SuppressWarnings("NullAway")
  public static ScoringException invalidRow(int row, String message, Throwable cause) {
    return new ScoringException(Fault.INPUT, row, "", message, cause);
  }

  /** The batch is refused as a whole: its columns do not fit each other, or the model. */
  public static ScoringException invalidBatch(String message, Throwable cause) {
    return new ScoringException(Fault.INPUT, -1, "", message, cause);
  }

  /** The model failed. */
  public static ScoringException modelFailed(String message, Throwable cause) {
    return new ScoringException(Fault.MODEL, -1, "", message, cause);
  }

  /**
   * The same of a batch in which other rows come first.
   *
   * @param rows how many
   */
  @SuppressWarnings("NullAway")
  public ScoringException behind(int rows) {
    if (row < 0 || rows == 0) {
      return this;
    }
    return new ScoringException(fault, row + rows, field, String.valueOf(getMessage()), getCause());
  }

  public Fault fault() {
    return fault;
  }

  /** The row at fault, counted from 0, where one is known. */
  public OptionalInt row() {
    return row < 0 ? OptionalInt.empty() : OptionalInt.of(row);
  }

  /** The field at fault, where one is known. */
  public Optional<String> field() {
    return field.isEmpty() ? Optional.empty() : Optional.of(field);
  }
}
