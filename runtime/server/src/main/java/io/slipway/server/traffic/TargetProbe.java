package io.slipway.server.traffic;

import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps asking the target's pods whether they can be reached, so that the operator knows it before
 * it relies on it, callers or not.
 */
public final class TargetProbe implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final String revision;
  private final CurrentDocument current;
  private final Forwarder forwarder;
  private final Thread prober;

  /**
   * @param revision of this pod
   */
  public TargetProbe(String revision, CurrentDocument current, Forwarder forwarder) {
    this.revision = revision;
    this.current = current;
    this.forwarder = forwarder;
    this.prober = Thread.ofVirtual().name("target-probe").start(this::run);
    // Looked at again at once: the operator waits for the first answer under a new document.
    current.follow(document -> probeSoon());
  }

  /** Whether the target answered under the current document within the last three seconds. */
  public boolean isReachable() {
    Optional<TrafficDocument> document = current.document();
    return document.isPresent()
        && document
            .get()
            .targetBeside(revision)
            .map(target -> forwarder.isReachable(target, document.get()))
            .orElse(false);
  }

  private void probeSoon() {
    Thread.ofVirtual().name("target-probe-now").start(this::once);
  }

  private void run() {
    try {
      while (true) {
        probe();
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      // The pod leaves.
    }
  }

  private void once() {
    try {
      probe();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe() throws InterruptedException {
    Optional<Held> held = current.held();
    Optional<String> target = held.flatMap(known -> known.document().targetBeside(revision));
    if (target.isPresent()) {
      forwarder.probe(target.get(), held.orElseThrow(), PERIOD);
    }
  }

  @Override
  public void close() {
    prober.interrupt();
  }
}
