package io.slipway.operator.registry;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.ModelSource.Registered;
import java.util.Optional;

/** What is asked of the registry: many resources may ask the same. */
record Question(String model, Registered asked) {

  /** What a resource asks; empty when its model is of no registry. */
  static Optional<Question> of(ModelDeployment resource) {
    ModelSource model = resource.getSpec().model();
    return model
        .registered()
        .map(asked -> new Question(model.nameOr(resource.getMetadata().getName()), asked));
  }

  @Override
  public String toString() {
    return asked + " of " + model;
  }
}
