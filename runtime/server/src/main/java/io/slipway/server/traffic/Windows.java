package io.slipway.server.traffic;

import io.slipway.server.contract.Position;
import io.slipway.server.contract.TrafficDocument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What happened under the version change that the document names, split by split: the contract's
 * {@code windows}. Safe for use by many threads.
 */
public final class Windows {
  static final int MOST_WINDOWS = 32;

  /** Of the status, for bins and labels: half for the open window, half for all others. */
  private static final int BYTES_OF_OPEN = 40_000;

  private static final int BYTES_OF_ENDED = 40_000;

  /** A window and its place in time. */
  private record Period(Window window, long openedNanos, Duration ended) {
    /** Until it is ended. */
    static final Duration OPEN = Duration.ofNanos(-1);

    boolean isOpen() {
      return ended.equals(OPEN);
    }

    Period end(long nanos) {
      return isOpen() ? new Period(window, openedNanos, age(nanos)) : this;
    }

    Duration age(long nanos) {
      return isOpen() ? Duration.ofNanos(nanos - openedNanos) : ended;
    }
  }

  /**
   * All of it at one moment.
   *
   * @param position of the document that it is the state for
   * @param open the window that requests under the document begin in
   */
  private record State(
      Position position,
      String rollout,
      WarmUp warmUp,
      List<Period> periods,
      Optional<Window> open) {}

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private volatile State state =
      new State(new Position(-1, -1), "", new WarmUp(), List.of(), Optional.empty());

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public Windows(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * The window that a request under {@code document} counts in; empty while no version change is
   * under way.
   */
  Optional<Window> of(TrafficDocument document) {
    State now = state;
    return now.position().equals(document.position()) ? now.open() : adopted(document);
  }

  /** The pod goes by another document from now on. */
  synchronized Optional<Window> adopted(TrafficDocument document) {
    State now = state;
    if (now.position().isAfter(document.position())) {
      return lastOf(document, now); // the request is as old as its document
    }
    boolean same = document.rollout().equals(now.rollout());
    WarmUp warmUp = same ? now.warmUp() : new WarmUp();
    List<Period> periods = new ArrayList<>(same ? now.periods() : List.of());
    Optional<Window> open = Optional.empty();
    if (document.target().isPresent() && !document.rollout().isEmpty()) {
      Window.Split split = Window.Split.of(document);
      open = same ? now.open().filter(window -> window.split().equals(split)) : Optional.empty();
      if (open.isEmpty()) {
        periods.replaceAll(period -> period.end(nanoTime.getAsLong()));
        Window window = new Window(split, clock.instant(), warmUp);
        periods.add(new Period(window, nanoTime.getAsLong(), Period.OPEN));
        open = Optional.of(window);
      }
    } else {
      periods.replaceAll(period -> period.end(nanoTime.getAsLong()));
    }
    if (periods.size() > MOST_WINDOWS) {
      addUp(periods);
    }
    state = new State(document.position(), document.rollout(), warmUp, List.copyOf(periods), open);
    return open;
  }

  private static Optional<Window> lastOf(TrafficDocument document, State state) {
    Window.Split split = Window.Split.of(document);
    return document.rollout().equals(state.rollout())
        ? state.periods().reversed().stream()
            .map(Period::window)
            .filter(window -> window.split().equals(split))
            .findFirst()
        : Optional.empty();
  }

  /** Makes one of two windows that have ended: of the oldest that split alike, or the oldest. */
  private static void addUp(List<Period> periods) {
    int first = 0;
    int second = 1;
    int ended = periods.size() - 1;
    search:
    for (int i = 0; i < ended; i++) {
      for (int j = i + 1; j < ended; j++) {
        if (periods.get(i).window().split().equals(periods.get(j).window().split())) {
          first = i;
          second = j;
          break search;
        }
      }
    }
    Period earlier = periods.get(first);
    Period later = periods.get(second);
    periods.set(
        second,
        new Period(
            Window.sum(earlier.window(), later.window()),
            earlier.openedNanos(),
            earlier.ended().plus(later.ended())));
    periods.remove(first);
  }

  /** The contract's {@code rollout} and {@code windows}. */
  public Map<String, Object> report() {
    State now = state;
    List<Map<String, Object>> windows = new ArrayList<>();
    int ended = Math.max(1, now.periods().size() - 1);
    for (Period period : now.periods()) {
      windows.add(
          period
              .window()
              .report(
                  period.age(nanoTime.getAsLong()),
                  period.isOpen() ? BYTES_OF_OPEN : BYTES_OF_ENDED / ended));
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("rollout", now.rollout());
    report.put("windows", windows);
    return report;
  }
}
