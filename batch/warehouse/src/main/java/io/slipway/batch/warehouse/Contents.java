package io.slipway.batch.warehouse;

import java.util.Optional;

/**
 * What a set version is announced to have.
 *
 * @param counts what must have come in the end, or nothing is kept
 * @param summary of its rows, which is kept with them: a JSON object, which no warehouse looks into
 */
public record Contents(Counts counts, Optional<String> summary) {

  /** Rows that nobody has summed up. */
  public static Contents of(Counts counts) {
    return new Contents(counts, Optional.empty());
  }
}
