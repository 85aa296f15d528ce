package io.slipway.batch.spark;

/**
 * A cell that its input cannot take; what it says goes into the error column. Without a stack
 * trace, for there may be many.
 */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1;

  UnfitValueException(String expected, String found) {
    this("expected %s, found %s".formatted(expected, found));
  }

  @SuppressWarnings("NullAway") // a cause of null is Throwable's own way to say none
  private UnfitValueException(String message) {
    super(message, null, false, false);
  }

  /** The same, of which input. */
  UnfitValueException at(String field) {
    return new UnfitValueException("field \"%s\": %s".formatted(field, getMessage()));
  }
}
