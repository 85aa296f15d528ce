package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.http.OpenLoopCallers.Call;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What has to hold of a server that is asked for ten times what it can do.
 *
 * @param capacity requests scored a second when nobody had to be refused: before or after, where
 *     that was less, since others may want the machine too
 * @param nanos to the last answer
 * @param calls at ten times that rate
 */
record Overload(double capacity, long nanos, List<Call> calls) {
  private static final int TIMES = 10;
  private static final int CALLERS = 4;

  /** Asks first for what it can do, then for ten times as much. */
  static Overload of(int port, Duration time) throws Exception {
    try (OpenLoopCallers callers = new OpenLoopCallers(port)) {
      callers.capacity(CALLERS, Duration.ofSeconds(1));
      double before = callers.capacity(CALLERS, time);
      long begun = System.nanoTime();
      List<Call> calls = callers.call(TIMES * before, time);
      long nanos = System.nanoTime() - begun;
      double after = callers.capacity(CALLERS, time);
      assertThat(callers.call(after / 4, Duration.ofSeconds(1)))
          .as("once it is over, everybody is answered")
          .allMatch(Call::isScored);
      return new Overload(Math.min(before, after), nanos, calls);
    }
  }

  /**
   * @param patience for the answers to those who are refused
   * @param deadline of a request
   */
  void holds(Duration patience, Duration deadline) {
    double goodput = count(Call::isScored) * 1e9 / nanos;
    System.out.printf(
        Locale.ROOT,
        "overload: %.0f of %.0f a second scored, capacity %.0f, %.3f of it; refused within %.1f ms"
            + " (p50), %.1f ms (p99); scored within %.1f ms (p99)%n",
        goodput,
        calls.size() * 1e9 / nanos,
        capacity,
        goodput / capacity,
        millis(0.5, false),
        millis(0.99, false),
        millis(0.99, true));
    assertThat(goodput).isGreaterThan(0.9 * capacity);
    assertThat(calls)
        .as("everybody is scored, or told when to try again")
        .allMatch(call -> call.isScored() || call.isRefused());
    assertThat(millis(0.99, false)).isLessThan((double) patience.toMillis());
    assertThat(millis(1, true)).isLessThan((double) deadline.toMillis());
  }

  private long count(Predicate<Call> which) {
    return calls.stream().filter(which).count();
  }

  private double millis(double quantile, boolean scored) {
    double[] sorted =
        calls.stream()
            .filter(call -> call.isScored() == scored)
            .mapToDouble(call -> call.nanos() / 1e6)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)];
  }
}
