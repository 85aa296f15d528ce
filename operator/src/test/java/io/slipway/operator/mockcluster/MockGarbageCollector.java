package io.slipway.operator.mockcluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes what belongs to nobody any more. */
final class MockGarbageCollector {

  private final NamespacedKubernetesClient client;

  MockGarbageCollector(NamespacedKubernetesClient client) {
    this.client = client;
  }

  void tick() {
    List<HasMetadata> owned = owned(client).toList();
    Set<String> existing =
        Stream.concat(
                owned.stream(), client.resources(ModelDeployment.class).list().getItems().stream())
            .map(object -> object.getMetadata().getUid())
            .collect(Collectors.toSet());
    owned.stream()
        .filter(object -> !object.getMetadata().getOwnerReferences().isEmpty())
        .filter(
            object ->
                object.getMetadata().getOwnerReferences().stream()
                    .noneMatch(owner -> existing.contains(owner.getUid())))
        .forEach(object -> client.resource(object).delete());
  }

  /** Every object of the kinds that the operator, or something that it makes, makes. */
  static Stream<HasMetadata> owned(NamespacedKubernetesClient client) {
    return Stream.of(
            client.apps().controllerRevisions().list().getItems(),
            client.apps().deployments().list().getItems(),
            client.pods().list().getItems(),
            client.services().list().getItems(),
            client.discovery().v1().endpointSlices().list().getItems(),
            client.configMaps().list().getItems(),
            client.policy().v1().podDisruptionBudget().list().getItems(),
            client.serviceAccounts().list().getItems(),
            client.autoscaling().v2().horizontalPodAutoscalers().list().getItems())
        .flatMap(List::stream);
  }
}
