package io.slipway.operator.registry;

import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
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

  /** What a run asks, until it has written down what it scores with. */
  static Optional<Question> of(BatchScoring run) {
    BatchScoringStatus status = run.getStatus();
    boolean isBegun =
        status != null && (status.runId() != null || status.phase() == BatchPhase.PLANNING);
    return isBegun
        ? Optional.empty()
        : Optional.ofNullable(run.getSpec().model())
            .flatMap(
                model ->
                    model
                        .registered()
                        .map(
                            asked ->
                                new Question(model.nameOr(run.getMetadata().getName()), asked)));
  }

  @Override
  public String toString() {
    return asked + " of " + model;
  }
}
