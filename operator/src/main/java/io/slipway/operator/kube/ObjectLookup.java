package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.operator.observe.ObjectKey;
import java.util.Optional;

/** One object of those that the caches hold. */
@FunctionalInterface
public interface ObjectLookup {

  /** One object, whichever resource it belongs to. */
  Optional<HasMetadata> find(ObjectKey key, String namespace);
}
