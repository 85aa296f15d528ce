package io.slipway.batch.lookup;

import java.time.Duration;
import java.util.Optional;

/**
 * How old predictions may be, counted from when their input was read, and what becomes of those
 * that are older.
 *
 * @param maxStaleness any age when absent
 */
public record Freshness(Optional<Duration> maxStaleness, OnStale onStale) {

  /** What becomes of an old prediction. */
  public enum OnStale {
    /** It is given, and said to be old. */
    SERVE,
    /** It is not given. */
    REJECT,
    /** The model is asked, where the caller sends what it needs; else it is given, as old. */
    FALLBACK_ONLINE
  }

  /** With a caller's own limit, who may want less and cannot get more. */
  Freshness within(Optional<Duration> most) {
    Optional<Duration> limit =
        maxStaleness.flatMap(
            ours ->
                most.map(theirs -> ours.compareTo(theirs) < 0 ? ours : theirs)
                    .or(() -> maxStaleness));
    return new Freshness(limit.or(() -> most), onStale);
  }

  boolean isStale(Duration age) {
    return maxStaleness.filter(most -> age.compareTo(most) > 0).isPresent();
  }
}
