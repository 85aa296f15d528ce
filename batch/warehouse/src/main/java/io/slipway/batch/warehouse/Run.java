package io.slipway.batch.warehouse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A run that makes predictions.
 *
 * @param id what tells it from others: the digest of model, plan and parameters. The same run
 *     loaded twice is the same set version.
 * @param scoredAt since when its predictions age: when its input was read
 */
public record Run(String id, ModelRef model, Instant scoredAt) {
  public Run {
    // What both databases keep.
    scoredAt = scoredAt.truncatedTo(ChronoUnit.MICROS);
  }
}
