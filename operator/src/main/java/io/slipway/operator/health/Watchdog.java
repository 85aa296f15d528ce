package io.slipway.operator.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Notices a reconciliation that never ends: everything in one has a time limit, so one that is
 * older than all the limits together is a defect that only a restart cures. Safe for use by several
 * threads.
 */
public final class Watchdog {

  private final Clock clock;
  private final Duration limit;
  private final ConcurrentMap<Object, Run> running = new ConcurrentHashMap<>();

  /**
   * @param limit after which work counts as stuck
   */
  public Watchdog(Clock clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Does a piece of work under watch.
   *
   * @param name what the problem report calls it
   */
  public <T> T watch(String name, Supplier<T> work) {
    Object run = new Object();
    running.put(run, new Run(name, clock.instant()));
    try {
      return work.get();
    } finally {
      running.remove(run);
    }
  }

  /** What is wrong, if a piece of work is stuck. */
  public Optional<String> stuck() {
    Instant oldest = clock.instant().minus(limit);
    return running.values().stream()
        .filter(run -> run.since().isBefore(oldest))
        .map(run -> "work on %s has not ended since %s".formatted(run.name(), run.since()))
        .findFirst();
  }

  private record Run(String name, Instant since) {}
}
