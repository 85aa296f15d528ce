/**
 * The pods of a run's score phase on Spark: a driver, which has executors score the splits that are
 * not committed yet, and says how far they are. What scoring and committing a split are is decided
 * by the program that a Job's pods run; here is only who does it when.
 */
@NullMarked
package io.slipway.batch.spark.job;

import org.jspecify.annotations.NullMarked;
