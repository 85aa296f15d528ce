package io.slipway.server.describe;

import java.time.Duration;

/**
 * What a model has been asked since it was loaded.
 *
 * @param lastScored in ms since the epoch; 0 for never
 * @param rows scored
 * @param calls of the model
 * @param scored requests that were
 * @param failed requests that were refused or failed, for whatever reason
 */
public record ServingCounts(long lastScored, long rows, long calls, Took scored, Took failed) {

  /** How many requests, and how long all of them took. */
  public record Took(long count, Duration total) {}
}
