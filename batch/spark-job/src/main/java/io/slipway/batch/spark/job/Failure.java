package io.slipway.batch.spark.job;

import org.jspecify.annotations.Nullable;

/** Why splits are not scored, for the driver's last word. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private enum Kind {
    MAY_PASS,
    FINAL
  }

  private final String reason;
  private final Kind kind;

  private Failure(String reason, Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.kind = kind;
  }

  /** What a task said that no other try helps. */
  static Failure of(Outcome.Hopeless said) {
    return new Failure(
        said.reason(), Kind.FINAL, "split %d: %s".formatted(said.split(), said.message()), null);
  }

  /** What became of Spark's job: in a task's own words, where it is a task that failed. */
  static Failure of(Throwable job) {
    for (Throwable at = job; at != null; at = at.getCause()) {
      if (at instanceof TryAgainException task) {
        return new Failure(task.reason(), Kind.MAY_PASS, String.valueOf(task.getMessage()), job);
      }
    }
    return new Failure("SplitFailed", Kind.MAY_PASS, "Spark gave up: " + firstLine(job), job);
  }

  private static String firstLine(Throwable job) {
    return String.valueOf(job.getMessage()).lines().findFirst().orElse(job.toString());
  }

  /** For programs, as the table of the batch contract has it. */
  String reason() {
    return reason;
  }

  /** Whether another round may help. */
  boolean mayPass() {
    return kind == Kind.MAY_PASS;
  }
}
