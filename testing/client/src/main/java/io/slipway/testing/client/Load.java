package io.slipway.testing.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one request again and again at a steady rate: half of it on connections of their own, half
 * on kept ones. Each worker has a schedule of its own and catches up when an answer was slow, so
 * that a slow server is not spared.
 */
final class Load {
  private static final int KEPT_FAILURES = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Request request;
  private final long intervalNanos;
  private final long startedAt = System.nanoTime();
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean stopping;

  private long sent;
  private long succeeded;
  private long failed;
  private final Map<String, Long> byRevision = new TreeMap<>();
  private final Map<String, Long> byVersion = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private int[] micros = new int[4096];
  private int answers;

  /**
   * @param perSecond requests a second, all workers together
   * @param workerCount how many send at once, 2 or more
   */
  private Load(Request request, int perSecond, int workerCount) {
    this.request = request;
    this.intervalNanos = 1_000_000_000L * workerCount / perSecond;
  }

  static Load start(Request request, int perSecond, int workerCount) {
    Load load = new Load(request, perSecond, workerCount);
    for (int i = 0; i < workerCount; i++) {
      long offset = load.intervalNanos * i / workerCount;
      Runnable work =
          i % 2 == 0 ? () -> load.onNewConnections(offset) : () -> load.onKeptConnection(offset);
      load.workers.add(Thread.ofVirtual().name("load-" + i).start(work));
    }
    return load;
  }

  private void onNewConnections(long offset) {
    for (long next = startedAt + offset; awaitTurn(next); next += intervalNanos) {
      long begun = begin();
      try (Connection connection = Connection.open(request.url(), TIMEOUT)) {
        end(begun, connection.send(request));
      } catch (IOException | RuntimeException e) {
        fail(begun, "new connection: " + e);
      }
    }
  }

  private void onKeptConnection(long offset) {
    List<Connection> kept = new ArrayList<>(1);
    for (long next = startedAt + offset; awaitTurn(next); next += intervalNanos) {
      long begun = begin();
      try {
        if (kept.isEmpty()) {
          kept.add(Connection.open(request.url(), TIMEOUT));
        }
        Connection connection = kept.getFirst();
        end(begun, connection.send(request));
        if (!connection.isReusable()) {
          kept.clear();
          connection.close();
        }
      } catch (IOException | RuntimeException e) {
        fail(begun, (kept.isEmpty() ? "connecting: " : "kept connection: ") + e);
        kept.forEach(Load::closeQuietly);
        kept.clear();
      }
    }
    kept.forEach(Load::closeQuietly);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // Its requests are counted already; how it closes concerns nobody.
    }
  }

  private boolean awaitTurn(long at) {
    for (long now = System.nanoTime(); now < at && !stopping; now = System.nanoTime()) {
      LockSupport.parkNanos(Math.min(at - now, 50_000_000));
    }
    return !stopping;
  }

  private synchronized long begin() {
    sent++;
    return System.nanoTime();
  }

  private synchronized void end(long begun, Response response) {
    if (response.status() != 200) {
      fail(
          begun,
          response.status()
              + " "
              + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
      return;
    }
    succeeded++;
    byRevision.merge(response.headers().getOrDefault("Slipway-Revision", "none"), 1L, Long::sum);
    byVersion.merge(response.headers().getOrDefault("Slipway-Version", "none"), 1L, Long::sum);
    if (answers == micros.length) {
      micros = Arrays.copyOf(micros, answers * 2);
    }
    micros[answers++] = (int) Math.min(Integer.MAX_VALUE, (System.nanoTime() - begun) / 1000);
  }

  private synchronized void fail(long begun, String what) {
    failed++;
    if (failures.size() < KEPT_FAILURES) {
      failures.add("%d ms: %s".formatted((begun - startedAt) / 1_000_000, what));
    }
  }

  synchronized LoadReport report() {
    int[] sorted = Arrays.copyOf(micros, answers);
    Arrays.sort(sorted);
    return new LoadReport(
        sent,
        succeeded,
        failed,
        new TreeMap<>(byRevision),
        new TreeMap<>(byVersion),
        List.copyOf(failures),
        percentile(sorted, 0.50),
        percentile(sorted, 0.99),
        percentile(sorted, 1.0));
  }

  private static long percentile(int[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, (long) (share * sorted.length))];
  }

  /** Lets the requests under way finish, and says what the load has met. */
  LoadReport finish() throws InterruptedException {
    stopping = true;
    for (Thread worker : workers) {
      worker.join(TIMEOUT);
    }
    return report();
  }
}
