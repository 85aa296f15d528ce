package io.slipway.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;

/** A ModelDeployment that no API server has. */
public final class NamedResource {

  private NamedResource() {}

  /** One of a team, with one replica. */
  public static ModelDeployment of(String name, ModelSource model) {
    ModelDeployment resource = new ModelDeployment();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("team")
            .withName(name)
            .withUid("uid-" + name)
            .build());
    resource.setSpec(new ModelDeploymentSpec(model, 1, null, null, null, null));
    return resource;
  }
}
