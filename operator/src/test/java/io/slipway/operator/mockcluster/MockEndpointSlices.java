package io.slipway.operator.mockcluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps one slice for each Service. */
final class MockEndpointSlices {

  private final NamespacedKubernetesClient client;
  private final MockNamespace namespace;
  private final Map<String, EndpointSlice> applied = new HashMap<>();

  MockEndpointSlices(NamespacedKubernetesClient client, MockNamespace namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  void tick() {
    List<Pod> pods = namespace.list(Pod.class);
    for (Service service : namespace.list(Service.class)) {
      Map<String, String> selector = service.getSpec().getSelector();
      if (selector != null && !selector.isEmpty()) {
        EndpointSlice slice =
            slice(service, pods.stream().filter(pod -> matches(selector, pod)).toList());
        if (!slice.equals(applied.get(service.getMetadata().getUid()))) {
          client
              .resource(slice)
              .fieldManager("endpointslice-controller")
              .forceConflicts()
              .serverSideApply();
          applied.put(service.getMetadata().getUid(), slice);
        }
      }
    }
  }

  private static boolean matches(Map<String, String> selector, Pod pod) {
    return pod.getStatus().getPodIP() != null
        && pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
  }

  private static EndpointSlice slice(Service service, List<Pod> pods) {
    var metadata = service.getMetadata();
    Map<String, String> labels = new TreeMap<>(metadata.getLabels());
    labels.put("kubernetes.io/service-name", metadata.getName());
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName() + "-mock")
        .withLabels(labels)
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind("Service")
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(pods.stream().map(MockEndpointSlices::endpoint).toList())
        .build();
  }

  private static Endpoint endpoint(Pod pod) {
    boolean ready = MockKubelet.isReady(pod);
    return new EndpointBuilder()
        .withAddresses(pod.getStatus().getPodIP())
        .withNewConditions()
        .withReady(ready)
        .withServing(ready)
        .withTerminating(false)
        .endConditions()
        .withNewTargetRef()
        .withKind("Pod")
        .withNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .withUid(pod.getMetadata().getUid())
        .endTargetRef()
        .build();
  }
}
