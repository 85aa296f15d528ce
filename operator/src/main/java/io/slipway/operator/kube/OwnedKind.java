package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.slipway.api.v1alpha1.BatchScoring;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of objects that belong to resources of ours. */
enum OwnedKind {
  CONTROLLER_REVISION(ControllerRevision.class),
  DEPLOYMENT(Deployment.class),
  POD(Pod.class),
  SERVICE(Service.class),
  ENDPOINT_SLICE(EndpointSlice.class),
  CONFIG_MAP(ConfigMap.class),
  POD_DISRUPTION_BUDGET(PodDisruptionBudget.class),
  SERVICE_ACCOUNT(ServiceAccount.class),
  HORIZONTAL_POD_AUTOSCALER(HorizontalPodAutoscaler.class),
  JOB(Job.class),
  BATCH_SCORING(BatchScoring.class);

  /** Those of a ModelDeployment. */
  static final Set<OwnedKind> OF_DEPLOYMENTS =
      EnumSet.range(CONTROLLER_REVISION, HORIZONTAL_POD_AUTOSCALER);

  /** Those of a BatchScoring. */
  static final Set<OwnedKind> OF_RUNS =
      EnumSet.of(
          JOB,
          POD,
          CONFIG_MAP,
          SERVICE_ACCOUNT,
          DEPLOYMENT,
          SERVICE,
          POD_DISRUPTION_BUDGET,
          HORIZONTAL_POD_AUTOSCALER);

  /** Those of a ScheduledBatchScoring. */
  static final Set<OwnedKind> OF_SCHEDULES =
      EnumSet.of(
          BATCH_SCORING,
          POD,
          SERVICE_ACCOUNT,
          DEPLOYMENT,
          SERVICE,
          POD_DISRUPTION_BUDGET,
          HORIZONTAL_POD_AUTOSCALER);

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
