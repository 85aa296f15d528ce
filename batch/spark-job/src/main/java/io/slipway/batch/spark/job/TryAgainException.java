package io.slipway.batch.spark.job;

/**
 * A split that could not be scored, which another try may help. It goes from an executor to the
 * driver, so it holds words alone.
 */
final class TryAgainException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  TryAgainException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** For programs, as the table of the batch contract has it. */
  String reason() {
    return reason;
  }
}
