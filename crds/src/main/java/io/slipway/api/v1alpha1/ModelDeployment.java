package io.slipway.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A model that is served: what scores, how many replicas of it, and where they may run. */
@Group(ModelDeployment.GROUP)
@Version("v1alpha1")
@ShortNames("mdep")
public final class ModelDeployment
    extends CustomResource<ModelDeploymentSpec, ModelDeploymentStatus> implements Namespaced {

  /** The API group of all of Slipway's resources. */
  public static final String GROUP = "slipway.io";

  private static final long serialVersionUID = 1L;
}
