package io.slipway.operator.crash;

import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Where plots are played, many at once, each in a cluster of its own. */
final class Stage implements AutoCloseable {

  /** Most of the time they wait. */
  private static final int AT_ONCE = 16;

  private static final int FEW = 6;

  private final ApiServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  Stage(ApiServer server) {
    this.server = server;
  }

  /** Begins one by itself. */
  Future<Run> begin(Plot plot) {
    return threads.submit(() -> play(plot));
  }

  /** Begins one beside another, with which it ends. */
  Future<Run> begin(Plot plot, Run undisturbed) {
    return threads.submit(
        () -> {
          try (var cluster = MockCluster.start(server.client())) {
            return Run.of(plot, server.config(), cluster, undisturbed);
          }
        });
  }

  private Run play(Plot plot) throws IOException {
    try (var cluster = MockCluster.start(server.client())) {
      return Run.of(plot, server.config(), cluster);
    }
  }

  /** Few at once, until one is what is sought; the rest is left. */
  Optional<Run> sweep(List<Plot> plots, Predicate<Run> sought)
      throws InterruptedException, ExecutionException {
    var ended = new ExecutorCompletionService<Run>(threads);
    Iterator<Plot> next = plots.iterator();
    int begun = 0;
    while (next.hasNext() || begun > 0) {
      while (next.hasNext() && begun < FEW) {
        Plot plot = next.next();
        ended.submit(() -> play(plot));
        begun++;
      }
      Run run = ended.take().get();
      begun--;
      if (sought.test(run)) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
