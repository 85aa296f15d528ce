package io.slipway.batch.warehouse;

import java.time.Instant;
import java.util.Optional;

/**
 * One publication of a prediction set, or what is to become one.
 *
 * @param setId larger than those of all versions that were begun before
 * @param counts nothing until it is loaded
 * @param publishedAt when it became current for the first time
 * @param current whether it is the one that is read
 */
public record SetVersion(
    SetName set,
    long setId,
    Run run,
    State state,
    Counts counts,
    Optional<Instant> publishedAt,
    boolean current) {

  /** How far it has come. Each leads to the next, and every one can be the last. */
  public enum State {
    /** Its rows are on their way. */
    LOADING,
    /** It is whole, and was never read by anybody. */
    LOADED,
    /** It is or was the current one, and can become it again. */
    PUBLISHED,
    /** Its rows are gone or about to go; it is remembered only. */
    RETIRED;

    /** Whether it has all its rows. */
    public boolean isWhole() {
      return this == LOADED || this == PUBLISHED;
    }
  }
}
