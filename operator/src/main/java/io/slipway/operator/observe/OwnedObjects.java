package io.slipway.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;

/**
 * The objects of one namespace that carry the label {@code slipway.io/deployment} with the
 * resource's name. The label alone does not make an object ours: a plan checks the owner reference.
 *
 * @param revisions ControllerRevisions: each pins a model and holds its rendered pod template
 * @param deployments Deployments of revisions
 * @param pods pods of revisions and the resolver pod, terminating ones included
 * @param services the entry Service and the revisions' headless ones
 * @param endpointSlices the slices of those Services (the label {@code kubernetes.io/service-name}
 *     says whose)
 * @param configMaps the revisions' ConfigMaps and the traffic document's
 * @param budgets PodDisruptionBudgets of revisions
 * @param serviceAccounts the ServiceAccount that pods run as
 * @param autoscalers the HorizontalPodAutoscaler of the stable revision
 */
public record OwnedObjects(
    List<ControllerRevision> revisions,
    List<Deployment> deployments,
    List<Pod> pods,
    List<Service> services,
    List<EndpointSlice> endpointSlices,
    List<ConfigMap> configMaps,
    List<PodDisruptionBudget> budgets,
    List<ServiceAccount> serviceAccounts,
    List<HorizontalPodAutoscaler> autoscalers) {

  /** Nothing yet: a resource that was just created. */
  public static final OwnedObjects NONE =
      new OwnedObjects(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());

  public OwnedObjects {
    revisions = List.copyOf(revisions);
    deployments = List.copyOf(deployments);
    pods = List.copyOf(pods);
    services = List.copyOf(services);
    endpointSlices = List.copyOf(endpointSlices);
    configMaps = List.copyOf(configMaps);
    budgets = List.copyOf(budgets);
    serviceAccounts = List.copyOf(serviceAccounts);
    autoscalers = List.copyOf(autoscalers);
  }
}
