package io.slipway.operator.crash;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.TrafficPayload;
import java.time.Instant;
import java.util.Optional;

/**
 * A write that an operator sent to the API server.
 *
 * @param at when it came to the proxy, just before it was carried out
 */
record Written(Instant at, Request request) {

  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  /** Which Deployment it deletes. */
  Optional<String> deletedDeployment() {
    return request.isDeletion() ? request.named("deployments") : Optional.empty();
  }

  /** By which pods it lets callers enter. */
  Optional<Selection> selection() {
    return applied("services", Names.entry(User.NAME), Service.class)
        .flatMap(EntryService::selection);
  }

  /** What it tells pods to go by. */
  Optional<TrafficPayload> traffic() {
    return applied("configmaps", Names.traffic(User.NAME), ConfigMap.class)
        .flatMap(TrafficConfigMap::document)
        .flatMap(TrafficPayload::of);
  }

  private <T extends HasMetadata> Optional<T> applied(String kind, String name, Class<T> type) {
    return request.isDeletion() || request.named(kind).filter(name::equals).isEmpty()
        ? Optional.empty()
        : Optional.of(JSON.unmarshal(request.text(), type));
  }
}
