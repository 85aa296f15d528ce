package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Ownership;
import java.util.Map;

/**
 * Whose an object is.
 *
 * @param resource a run or a schedule
 * @param label by which its objects are found
 */
public record Owner(HasMetadata resource, String label) {

  public static Owner of(BatchScoring run) {
    return new Owner(run, Labels.BATCH);
  }

  public static Owner of(ScheduledBatchScoring schedule) {
    return new Owner(schedule, Labels.SCHEDULE);
  }

  /** The resource's name. */
  public String name() {
    return resource.getMetadata().getName();
  }

  /** Whether it controls the object: only then may that be changed or deleted. */
  public boolean controls(HasMetadata object) {
    return Ownership.controls(resource, object);
  }

  /**
   * Whether the object is of a resource of the same name that was deleted before. The garbage
   * collector removes it, and until then its name is taken.
   */
  public boolean isPreceded(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .filter(reference -> reference.getKind().equals(resource.getKind()))
        .filter(reference -> reference.getName().equals(name()))
        .anyMatch(reference -> !reference.getUid().equals(resource.getMetadata().getUid()));
  }

  ObjectMeta metadata(String name, Map<String, String> labels) {
    return Ownership.metadata(resource, name, labels);
  }
}
