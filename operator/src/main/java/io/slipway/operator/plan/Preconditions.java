package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.operator.plan.Step.Precondition;
import java.util.Optional;

/** What must still be so when a decision about an object is carried out. */
final class Preconditions {

  private Preconditions() {}

  /** The object is as it was observed, or as absent as it was. */
  static Precondition of(Optional<? extends HasMetadata> live) {
    return live.<Precondition>map(
            object ->
                new Precondition.Unchanged(
                    object.getMetadata().getUid(), object.getMetadata().getResourceVersion()))
        .orElseGet(Precondition.Absent::new);
  }
}
