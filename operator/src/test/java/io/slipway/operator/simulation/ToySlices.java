package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** EndpointSlices as objects. */
final class ToySlices {

  private ToySlices() {}

  static List<EndpointSlice> of(Map<String, Set<String>> services) {
    List<EndpointSlice> slices = new ArrayList<>();
    services.forEach((service, uids) -> slices.add(slice(service, uids)));
    return slices;
  }

  private static EndpointSlice slice(String service, Set<String> uids) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(service + "-slice");
    metadata.setLabels(Map.of("kubernetes.io/service-name", service));
    List<Endpoint> endpoints = new ArrayList<>();
    for (String uid : uids) {
      ObjectReference pod = new ObjectReference();
      pod.setUid(uid);
      Endpoint endpoint = new Endpoint();
      endpoint.setConditions(new EndpointConditions(true, null, null));
      endpoint.setTargetRef(pod);
      endpoints.add(endpoint);
    }
    EndpointSlice slice = new EndpointSlice();
    slice.setMetadata(metadata);
    slice.setEndpoints(endpoints);
    return slice;
  }
}
