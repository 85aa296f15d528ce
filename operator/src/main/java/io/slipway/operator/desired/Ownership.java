package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;

/** Whose an object is. */
public final class Ownership {

  /** Owner of every field that the operator sets. */
  public static final String FIELD_MANAGER = "slipway";

  private Ownership() {}

  /** Whether the resource controls the object: only then may it be changed or deleted. */
  public static boolean controls(HasMetadata resource, HasMetadata object) {
    String uid = resource.getMetadata().getUid();
    for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController()) && owner.getUid().equals(uid)) {
        return true;
      }
    }
    return false;
  }

  /** The metadata of an object that the resource controls. */
  public static ObjectMeta metadata(HasMetadata resource, String name, Map<String, String> labels) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(name);
    metadata.setNamespace(resource.getMetadata().getNamespace());
    metadata.setLabels(labels);
    metadata.setOwnerReferences(
        List.of(
            new OwnerReference(
                resource.getApiVersion(),
                true,
                true,
                resource.getKind(),
                resource.getMetadata().getName(),
                resource.getMetadata().getUid())));
    return metadata;
  }
}
