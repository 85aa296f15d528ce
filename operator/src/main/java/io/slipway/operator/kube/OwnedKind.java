package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Arrays;

/** The kinds of objects that belong to a ModelDeployment. */
enum OwnedKind {
  CONTROLLER_REVISION(ControllerRevision.class),
  DEPLOYMENT(Deployment.class),
  POD(Pod.class),
  SERVICE(Service.class),
  ENDPOINT_SLICE(EndpointSlice.class),
  CONFIG_MAP(ConfigMap.class),
  POD_DISRUPTION_BUDGET(PodDisruptionBudget.class),
  SERVICE_ACCOUNT(ServiceAccount.class),
  HORIZONTAL_POD_AUTOSCALER(HorizontalPodAutoscaler.class);

  private final Class<? extends HasMetadata> type;

  OwnedKind(Class<? extends HasMetadata> type) {
    this.type = type;
  }

  Class<? extends HasMetadata> type() {
    return type;
  }

  /** The kind of that name, as Kubernetes has it. */
  static OwnedKind named(String kind) {
    return Arrays.stream(values())
        .filter(candidate -> HasMetadata.getKind(candidate.type).equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the operator owns no " + kind));
  }

  /** The path of one object at the API server. */
  String path(String namespace, String name) {
    String version = HasMetadata.getApiVersion(type);
    String root = version.contains("/") ? "/apis/" : "/api/";
    return root
        + version
        + "/namespaces/"
        + namespace
        + "/"
        + HasMetadata.getPlural(type)
        + "/"
        + name;
  }
}
