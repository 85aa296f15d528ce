package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.OwnedObjects;
import java.util.Optional;

/** What the caches hold of the objects that are labelled as ours. */
public interface OwnedLookup {

  /** The objects labelled as the resource's, in the order of their names. */
  OwnedObjects of(ModelDeployment resource);

  /** One object, whichever resource it belongs to. */
  Optional<HasMetadata> find(ObjectKey key, String namespace);
}
