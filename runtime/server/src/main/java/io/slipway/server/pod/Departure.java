package io.slipway.server.pod;

import io.slipway.server.http.ScoringServer;
import io.slipway.server.traffic.RequestCounts;
import java.time.Duration;

/**
 * Leaves without losing a request. While the news that this pod is not ready travels to every node,
 * callers still come: they are answered, and told to close their connections. Only when nobody has
 * come for a while does the listener close.
 *
 * @param drain how long callers are waited for at least
 * @param limit of one request
 */
record Departure(Duration drain, Duration limit) {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Returns once the server has ended; drain and request limit are within the grace period. */
  void leave(ScoringServer server, RequestCounts counts) throws InterruptedException {
    long start = System.nanoTime();
    long latest = start + drain.plus(limit).toNanos();
    while (System.nanoTime() < latest) {
      boolean drained = System.nanoTime() - start >= drain.toNanos();
      boolean quiet = counts.millisSinceRequest() >= QUIET.toMillis() && server.inFlight() == 0;
      if (drained && quiet) {
        break;
      }
      Thread.sleep(LOOK);
    }
    server.stop(limit);
  }
}
