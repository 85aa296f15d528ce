package io.slipway.operator.crash;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.mockcluster.MockNamespace.Change;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The namespace between two writes.
 *
 * @param objects by kind and name
 */
record World(TreeMap<String, HasMetadata> objects) {

  static final World EMPTY = new World(new TreeMap<>());

  World after(Change entry) {
    var next = new TreeMap<>(objects);
    if (entry.gone()) {
      next.remove(key(entry.object()));
    } else {
      next.put(key(entry.object()), entry.object());
    }
    return new World(next);
  }

  private static String key(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private <T extends HasMetadata> Optional<T> get(Class<T> type, String name) {
    return Optional.ofNullable(objects.get(HasMetadata.getKind(type) + " " + name)).map(type::cast);
  }

  private <T extends HasMetadata> Stream<T> all(Class<T> type) {
    return objects.values().stream().filter(type::isInstance).map(type::cast);
  }

  Optional<ModelDeployment> resource() {
    return get(ModelDeployment.class, User.NAME);
  }

  Optional<ModelDeploymentStatus> status() {
    return resource().map(ModelDeployment::getStatus);
  }

  /** Whom callers are promised; empty for nobody. */
  String stable() {
    return status().map(ModelDeploymentStatus::stable).map(RevisionStatus::revision).orElse("");
  }

  /** Who may enter by the entry Service. */
  Optional<Selection> selection() {
    return get(Service.class, Names.entry(User.NAME)).flatMap(EntryService::selection);
  }

  /** What pods go by, or will. */
  Optional<TrafficPayload> traffic() {
    return get(ConfigMap.class, Names.traffic(User.NAME))
        .flatMap(TrafficConfigMap::document)
        .flatMap(TrafficPayload::of);
  }

  /** The revisions that have pods. */
  Set<String> deployed() {
    return all(Pod.class)
        .flatMap(pod -> Labels.get(pod, Labels.REVISION).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  long ready(String revision) {
    return readyPods()
        .filter(pod -> Labels.get(pod, Labels.REVISION).filter(revision::equals).isPresent())
        .count();
  }

  /** The ready pods that are in the entry Service's slices, by their revisions. */
  Set<String> entered() {
    Set<String> uids =
        all(EndpointSlice.class)
            .filter(
                slice ->
                    User.NAME.equals(
                        slice.getMetadata().getLabels().get("kubernetes.io/service-name")))
            .flatMap(slice -> slice.getEndpoints().stream())
            .filter(endpoint -> endpoint.getConditions().getReady())
            .map(endpoint -> endpoint.getTargetRef().getUid())
            .collect(Collectors.toSet());
    return readyPods()
        .filter(pod -> uids.contains(pod.getMetadata().getUid()))
        .flatMap(pod -> Labels.get(pod, Labels.REVISION).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<Pod> readyPods() {
    return all(Pod.class)
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(
            pod ->
                pod.getStatus().getConditions().stream()
                    .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True")));
  }
}
