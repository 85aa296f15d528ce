package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.Replicas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the API server does about a Deployment's replicas, which two managers may own. */
final class ToyReplicas {

  private static final int DEFAULT = 1;

  private ToyReplicas() {}

  /** What a server-side apply by the operator leaves behind. */
  static HasMetadata applied(@Nullable HasMetadata live, HasMetadata wanted) {
    if (!(wanted instanceof Deployment deployment)) {
      return wanted;
    }
    Optional<Deployment> before = Optional.ofNullable(live).map(Deployment.class::cast);
    boolean shared = before.filter(Replicas::areSetByOthers).isPresent();
    OptionalInt old = before.map(Replicas::of).orElseGet(OptionalInt::empty);
    Integer said = deployment.getSpec().getReplicas();
    List<ManagedFieldsEntry> owners = new ArrayList<>();
    if (said == null) {
      int left = shared ? old.orElse(DEFAULT) : DEFAULT;
      deployment.setSpec(
          new DeploymentSpecBuilder(deployment.getSpec()).withReplicas(left).build());
    } else {
      owners.add(owner(Ownership.FIELD_MANAGER));
    }
    boolean kept = said == null || old.equals(OptionalInt.of(said));
    if (shared && kept) {
      owners.add(owner("kube-controller-manager"));
    }
    deployment.getMetadata().setManagedFields(owners);
    return deployment;
  }

  /** What a write to the scale subresource leaves behind. */
  static Deployment scaled(Deployment live, int replicas) {
    Deployment scaled = new Deployment();
    scaled.setMetadata(
        live.getMetadata().toBuilder().withManagedFields(owner("kube-controller-manager")).build());
    scaled.setSpec(new DeploymentSpecBuilder(live.getSpec()).withReplicas(replicas).build());
    return scaled;
  }

  static boolean isOursAlone(Deployment live) {
    return !Replicas.areSetByOthers(live)
        && live.getMetadata().getManagedFields().stream()
            .anyMatch(entry -> Objects.equals(entry.getManager(), Ownership.FIELD_MANAGER));
  }

  private static ManagedFieldsEntry owner(String manager) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty("f:spec", Map.of("f:replicas", Map.of()));
    return new ManagedFieldsEntryBuilder().withManager(manager).withFieldsV1(fields).build();
  }
}
