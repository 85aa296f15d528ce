package io.slipway.operator.batch.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The objects of one namespace that carry the label of a run or a schedule. The label alone does
 * not make an object ours: a plan checks the owner reference.
 */
public record RunObjects(
    List<Job> jobs,
    List<Pod> pods,
    List<ConfigMap> configMaps,
    List<ServiceAccount> serviceAccounts,
    List<Deployment> deployments,
    List<Service> services,
    List<PodDisruptionBudget> budgets,
    List<HorizontalPodAutoscaler> autoscalers) {

  /** Nothing yet: a resource that was just created. */
  public static final RunObjects NONE =
      new RunObjects(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** All but the pods, which are their Jobs' and Deployments'. */
  public Stream<HasMetadata> all() {
    return Stream.of(jobs, configMaps, serviceAccounts, deployments, services, budgets, autoscalers)
        .flatMap(Collection::stream);
  }

  public RunObjects {
    jobs = List.copyOf(jobs);
    pods = List.copyOf(pods);
    configMaps = List.copyOf(configMaps);
    serviceAccounts = List.copyOf(serviceAccounts);
    deployments = List.copyOf(deployments);
    services = List.copyOf(services);
    budgets = List.copyOf(budgets);
    autoscalers = List.copyOf(autoscalers);
  }
}
