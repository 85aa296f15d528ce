package io.slipway.operator.mockcluster;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import java.util.Optional;

/** Callers, who come by the entry Services to every pod that these lead to. */
record MockCallers(MockNamespace namespace, FakePods pods) {

  void tick() {
    namespace.list(EndpointSlice.class).stream()
        .filter(MockCallers::isEntry)
        .flatMap(slice -> slice.getEndpoints().stream())
        .filter(endpoint -> endpoint.getConditions().getReady())
        .forEach(endpoint -> pods.call(endpoint.getTargetRef().getUid()));
  }

  private static boolean isEntry(EndpointSlice slice) {
    Optional<String> entry = Labels.get(slice, Labels.DEPLOYMENT).map(Names::entry);
    return entry.isPresent() && entry.equals(Labels.get(slice, "kubernetes.io/service-name"));
  }
}
