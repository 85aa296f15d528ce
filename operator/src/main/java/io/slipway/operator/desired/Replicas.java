package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A Deployment's {@code replicas}, and who sets them.
 *
 * <p>An autoscaler owns the field from its first change of it on, and not before. A field that our
 * field manager alone has set goes back to its default, a single pod, when it is applied no more.
 */
public final class Replicas {

  private Replicas() {}

  /** How many pods a live Deployment is to have; empty where the API server has not said yet. */
  public static OptionalInt of(Deployment live) {
    Integer replicas = live.getSpec().getReplicas();
    return replicas == null ? OptionalInt.empty() : OptionalInt.of(replicas);
  }

  /** Whether somebody beside the operator has set them, so that they stay when it gives them up. */
  public static boolean areSetByOthers(Deployment live) {
    return live.getMetadata().getManagedFields().stream()
        .filter(entry -> !isOurs(entry))
        .anyMatch(Replicas::setsReplicas);
  }

  /** The same wish, without a word on how many pods. */
  public static Deployment unsaid(Deployment wanted) {
    Deployment silent = new Deployment();
    silent.setMetadata(wanted.getMetadata());
    silent.setSpec(RevisionObjects.scaled(wanted.getSpec(), null));
    return silent;
  }

  private static boolean isOurs(ManagedFieldsEntry entry) {
    return Ownership.FIELD_MANAGER.equals(entry.getManager());
  }

  /** Whether a manager owns them. */
  public static boolean setsReplicas(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:replicas");
  }
}
