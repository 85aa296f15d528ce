package io.slipway.server.traffic;

import io.slipway.server.contract.Position;
import java.time.Duration;

/**
 * What the pod knows of one target revision: where its pods are, whether they fail, and when one of
 * them answered last. Safe for use by many threads.
 */
final class Target implements AutoCloseable {
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Reached NEVER = new Reached(new Position(-1, -1), 0);

  private final String revision;
  private final TargetPods pods;
  private final CircuitBreaker breaker = new CircuitBreaker(REST, System::nanoTime);
  private volatile Reached reached = NEVER;

  /** That a pod of the target answered under a document. */
  private record Reached(Position document, long atNanos) {}

  Target(String revision, TargetPods pods) {
    this.revision = revision;
    this.pods = pods;
  }

  String revision() {
    return revision;
  }

  TargetPods pods() {
    return pods;
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  void answeredUnder(Position document) {
    reached = new Reached(document, System.nanoTime());
  }

  /** Whether one of its pods answered under this very document, no longer ago than that. */
  boolean wasReached(Position document, Duration within) {
    Reached last = reached;
    return last.document().equals(document)
        && System.nanoTime() - last.atNanos() < within.toNanos();
  }

  @Override
  public void close() {
    pods.close();
  }
}
