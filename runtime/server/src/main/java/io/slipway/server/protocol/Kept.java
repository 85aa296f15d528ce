package io.slipway.server.protocol;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One of what comes again and again. Another takes its place only when others have come for a
 * while: callers who take turns would else pay for it each time. Safe for use by many threads.
 *
 * @param <T> immutable
 */
final class Kept<T> {
  private static final int OTHERS_UNTIL_ONE_IS_KEPT = 8;

  private volatile Optional<T> kept = Optional.empty();

  /** If two are counted as one, nothing is wrong. */
  private int others;

  Optional<T> get() {
    return kept;
  }

  /**
   * Something else has come.
   *
   * @param other asked for when it may be kept; empty if it cannot be
   */
  void another(Supplier<Optional<T>> other) {
    if (kept.isEmpty() || ++others % OTHERS_UNTIL_ONE_IS_KEPT == 0) {
      Optional<T> fresh = other.get();
      if (fresh.isPresent()) {
        kept = fresh;
      }
    }
  }
}
