package io.slipway.operator.crash;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.mockcluster.MockNamespace;
import io.slipway.operator.mockcluster.MockNamespace.Change;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Everything that was written in a namespace, as the API server's watches tell it.
 *
 * <p>One etcd numbers all writes, of whatever kind: so they can be put in the order in which they
 * were made.
 */
final class History {

  /** What is waited for may be no matter of the namespace alone. */
  private static final int LOOK_MILLIS = 50;

  private final MockNamespace namespace;
  private final Semaphore changes = new Semaphore(0);

  History(MockNamespace namespace) {
    this.namespace = namespace;
    namespace.listen(changes::release);
  }

  /** All of it, in its order. */
  List<Change> changes() {
    return namespace.changes().stream().sorted(Comparator.comparingLong(Change::version)).toList();
  }

  /** The one resource of the namespace as it is, or was last. */
  Optional<ModelDeployment> resource() {
    return namespace.changes().stream()
        .map(Change::object)
        .filter(ModelDeployment.class::isInstance)
        .map(ModelDeployment.class::cast)
        .reduce((before, after) -> after);
  }

  /**
   * Waits until the resource is so.
   *
   * @throws AssertionError when it takes too long; the message has the resource as it is then
   */
  ModelDeployment await(String what, Duration atMost, Predicate<ModelDeployment> wanted) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Optional<ModelDeployment> now = resource();
    while (now.filter(wanted).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not %s within %s, but %s"
                .formatted(what, atMost, now.map(ModelDeployment::getStatus)));
      }
      awaitChange();
      now = resource();
    }
    return now.get();
  }

  /** Waits until nothing was written for so long. */
  void awaitQuiet(Duration quiet) {
    int before = -1;
    for (long since = System.nanoTime(); System.nanoTime() - since < quiet.toNanos(); ) {
      int now = namespace.changes().size();
      if (now != before) {
        before = now;
        since = System.nanoTime();
      }
      awaitChange();
    }
  }

  private void awaitChange() {
    try {
      if (changes.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        changes.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
