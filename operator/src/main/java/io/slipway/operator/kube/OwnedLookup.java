package io.slipway.operator.kube;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.observe.OwnedObjects;

/** What the caches hold of the objects that are labelled as ours. */
public interface OwnedLookup extends ObjectLookup {

  /** The objects labelled as the resource's, in the order of their names. */
  OwnedObjects of(ModelDeployment resource);
}
