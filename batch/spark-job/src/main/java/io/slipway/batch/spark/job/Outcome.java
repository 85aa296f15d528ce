package io.slipway.batch.spark.job;

import java.io.Serializable;

/** What a task tells the driver. What another try may help is no outcome: then the task fails. */
sealed interface Outcome extends Serializable {

  /**
   * The split counts, by this task or by somebody who was first.
   *
   * @param rows that have a prediction
   * @param errors rows that have none
   */
  record Committed(int split, long rows, long errors) implements Outcome {}

  /** Somebody must correct something; no other try of any split is of use. */
  record Hopeless(int split, String reason, String message) implements Outcome {}
}
