package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.operator.observe.ObjectKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * This process's last writes of one resource's objects that its caches may not show yet. A plan
 * made from caches that lag behind would do again what was just done, so nothing is planned before
 * they show it.
 *
 * <p>Used by one reconciliation at a time.
 */
final class OwnWrites {

  /** What a cache must show. */
  sealed interface Expectation {
    /** When the write was made. */
    Instant at();

    boolean isMetBy(Optional<HasMetadata> cached);

    /** Whether it is never met once the object is gone. */
    boolean isVoidOnceGone();
  }

  /** The object at this version or a later one: resource versions of one kind can be compared. */
  private record Written(Instant at, long resourceVersion) implements Expectation {
    @Override
    public boolean isMetBy(Optional<HasMetadata> cached) {
      return cached.filter(object -> version(object) >= resourceVersion).isPresent();
    }

    @Override
    public boolean isVoidOnceGone() {
      return true;
    }
  }

  /** The object gone, or going, or another in its place. */
  private record Deleted(Instant at, String uid) implements Expectation {
    @Override
    public boolean isMetBy(Optional<HasMetadata> cached) {
      return cached
          .filter(
              object -> object.getMetadata().getUid().equals(uid) && !object.isMarkedForDeletion())
          .isEmpty();
    }

    /** A cache that shows the object still will hear that it went. */
    @Override
    public boolean isVoidOnceGone() {
      return false;
    }
  }

  private final Map<ObjectKey, Expectation> expected = new LinkedHashMap<>();

  /** Remembers what the API server answered to a write. */
  void wrote(HasMetadata answer, Instant now) {
    expected.put(ObjectKey.of(answer), new Written(now, version(answer)));
  }

  void deleted(ObjectKey key, String uid, Instant now) {
    expected.put(key, new Deleted(now, uid));
  }

  /** Forgets a write that no cache will ever show. */
  void forget(ObjectKey key) {
    expected.remove(key);
  }

  /** The writes that the caches do not show; those that they do are forgotten. */
  Map<ObjectKey, Expectation> unseen(Function<ObjectKey, Optional<HasMetadata>> cache) {
    expected.entrySet().removeIf(entry -> entry.getValue().isMetBy(cache.apply(entry.getKey())));
    return Map.copyOf(expected);
  }

  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
