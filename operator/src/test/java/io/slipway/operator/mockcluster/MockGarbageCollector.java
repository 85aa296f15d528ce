package io.slipway.operator.mockcluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** Deletes what belongs to nobody any more. */
final class MockGarbageCollector {

  private final MockNamespace namespace;

  MockGarbageCollector(MockNamespace namespace) {
    this.namespace = namespace;
  }

  void tick() {
    namespace.all().stream().filter(this::isOrphan).forEach(namespace::delete);
  }

  private boolean isOrphan(HasMetadata object) {
    List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
    return !owners.isEmpty()
        && owners.stream().map(OwnerReference::getUid).allMatch(namespace::isGone);
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
