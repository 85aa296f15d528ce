package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the caches show what this process itself has written. */
final class OwnView {

  private static final Logger log = LoggerFactory.getLogger(OwnView.class);

  /** After so long a write that no cache shows is looked for at the API server. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private OwnView() {}

  /** Whether they do not yet, of one resource and its objects. */
  static boolean isBehind(
      HasMetadata resource, Session session, ObjectLookup caches, Writes writes, Instant now) {
    String namespace = resource.getMetadata().getNamespace();
    ObjectKey self = ObjectKey.of(resource);
    var unseen =
        session
            .ownWrites()
            .unseen(key -> key.equals(self) ? Optional.of(resource) : caches.find(key, namespace));
    unseen.forEach(
        (key, expectation) -> {
          boolean overdue =
              expectation.isVoidOnceGone() && expectation.at().plus(PATIENCE).isBefore(now);
          if (overdue && !key.equals(self) && isGone(key, namespace, writes)) {
            session.ownWrites().forget(key);
          }
        });
    if (!unseen.isEmpty()) {
      log.debug("Waiting for the caches to show own writes: {}", unseen.keySet());
    }
    return !unseen.isEmpty();
  }

  /**
   * Whether no watch will ever show the object: somebody deleted it, or took its label, before the
   * watch delivered our write.
   */
  private static boolean isGone(ObjectKey key, String namespace, Writes writes) {
    return writes.read(key, namespace).filter(Labels::areOurs).isEmpty();
  }
}
