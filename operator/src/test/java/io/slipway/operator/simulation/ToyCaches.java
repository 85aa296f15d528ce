package io.slipway.operator.simulation;

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
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.OwnedObjects;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an operator's watches have shown it; each may be behind for itself. */
final class ToyCaches {

  private final ToyCluster cluster;
  private ModelDeployment resource;
  private List<ControllerRevision> revisions = List.of();
  private List<Deployment> deployments = List.of();
  private List<Pod> pods = List.of();
  private List<Service> services = List.of();
  private List<EndpointSlice> slices = List.of();
  private List<ConfigMap> configMaps = List.of();
  private List<PodDisruptionBudget> budgets = List.of();
  private List<ServiceAccount> accounts = List.of();
  private List<HorizontalPodAutoscaler> autoscalers = List.of();
  private Map<String, Set<String>> sliced = Map.of();

  /** Whether they showed anything since somebody set this to false. */
  boolean news = true;

  /** As a new process fills them. */
  ToyCaches(ToyCluster cluster) {
    this.cluster = cluster;
    this.resource = cluster.resource;
    sync();
  }

  /** All are as the API server is. */
  void sync() {
    for (Watch watch : Watch.values()) {
      sync(watch);
    }
  }

  /** One watch catches up. */
  void sync(Watch watch) {
    switch (watch) {
      case RESOURCE -> {
        news |= !version(resource).equals(version(cluster.resource));
        resource = cluster.resource;
      }
      case REVISIONS -> revisions = seen(revisions, list(ControllerRevision.class));
      case DEPLOYMENTS -> deployments = seen(deployments, list(Deployment.class));
      case SERVICES -> services = seen(services, list(Service.class));
      case CONFIG_MAPS -> configMaps = seen(configMaps, list(ConfigMap.class));
      case BUDGETS -> budgets = seen(budgets, list(PodDisruptionBudget.class));
      case ACCOUNTS -> accounts = seen(accounts, list(ServiceAccount.class));
      case AUTOSCALERS -> autoscalers = seen(autoscalers, list(HorizontalPodAutoscaler.class));
      case SLICES -> {
        if (!cluster.slices.equals(sliced)) {
          sliced = Map.copyOf(cluster.slices);
          slices = ToySlices.of(sliced);
          news = true;
        }
      }
      case PODS -> {
        List<Pod> found = list(Pod.class);
        cluster.pods.forEach(pod -> found.add(pod.object(cluster.now)));
        pods = seen(pods, found);
      }
    }
  }

  private static String version(ModelDeployment resource) {
    return resource.getMetadata().getResourceVersion();
  }

  /** The new list, unless it says nothing new: objects are replaced, never changed. */
  @SuppressWarnings("ReferenceEquality") // As the sentence above says; it is asked at every look.
  private <T> List<T> seen(List<T> before, List<T> now) {
    boolean same = before.size() == now.size();
    for (int i = 0; same && i < now.size(); i++) {
      same = before.get(i) == now.get(i);
    }
    news |= !same;
    return same ? before : now;
  }

  /** What carries our label. */
  private <T extends HasMetadata> List<T> list(Class<T> kind) {
    List<T> found = cluster.list(kind);
    found.removeIf(object -> Labels.get(object, Labels.DEPLOYMENT).isEmpty());
    return found;
  }

  ModelDeployment resource() {
    return resource;
  }

  List<Pod> pods() {
    return pods;
  }

  List<ConfigMap> configMaps() {
    return configMaps;
  }

  OwnedObjects owned() {
    return new OwnedObjects(
        revisions, deployments, pods, services, slices, configMaps, budgets, accounts, autoscalers);
  }
}
