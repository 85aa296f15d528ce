package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Service that callers know: its name is the resource's, its port is 80, and 8081 for gRPC. To
 * the latter belong the pods alone whose revision's template has that port.
 */
public final class EntryService {

  private static final int PORT = 80;

  private EntryService() {}

  /** Which pods callers enter by. */
  public sealed interface Selection {

    /** Those of one revision. */
    record One(String revision) implements Selection {}

    /** Those of every revision: between two revisions, so that there is never none. */
    record Every() implements Selection {}

    /** Whether pods of this revision are selected. */
    default boolean includes(String revision) {
      return switch (this) {
        case One one -> one.revision().equals(revision);
        case Every every -> true;
      };
    }
  }

  /** The Service, with that selection. */
  public static Service desired(ModelDeployment resource, Selection selection) {
    String name = resource.getMetadata().getName();
    Map<String, String> selector = new TreeMap<>();
    selector.put(Labels.DEPLOYMENT, name);
    selector.put(Labels.ENTRY, "true");
    if (selection instanceof Selection.One one) {
      selector.put(Labels.REVISION, one.revision());
    }
    ServiceSpec spec = new ServiceSpec();
    spec.setType("ClusterIP");
    spec.setSelector(selector);
    spec.setPorts(
        List.of(
            ServingPod.servicePort(ServingPod.HTTP, PORT),
            ServingPod.servicePort(ServingPod.GRPC, ServingPod.GRPC_PORT)));
    Service service = new Service();
    service.setMetadata(Ownership.metadata(resource, Names.entry(name), Labels.ofDeployment(name)));
    service.setSpec(spec);
    return service;
  }

  /**
   * What a live entry Service selects; empty when it is not one of the operator's selections, which
   * somebody's edit alone can bring about.
   */
  public static Optional<Selection> selection(Service live) {
    Map<String, String> selector = live.getSpec().getSelector();
    if (selector == null || !"true".equals(selector.get(Labels.ENTRY))) {
      return Optional.empty();
    }
    String revision = selector.get(Labels.REVISION);
    return Optional.of(revision == null ? new Selection.Every() : new Selection.One(revision));
  }

  /** Where callers inside the cluster reach the model. */
  public static String url(ModelDeployment resource) {
    return "http://"
        + Names.entry(resource.getMetadata().getName())
        + "."
        + resource.getMetadata().getNamespace()
        + ".svc";
  }
}
