package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one revision.
 *
 * @param resource whose
 * @param name of the revision, and of all its objects
 * @param stored what the revision holds
 */
public record RevisionObjects(ModelDeployment resource, String name, StoredRevision stored) {

  /** The Deployment, as it was rendered when the revision was made. */
  public Deployment deployment(int replicas) {
    return deployment(name, stored.deployment(), replicas);
  }

  /** The Deployment on the CPU; only for a revision that has one. */
  public Deployment fallback(int replicas) {
    DeploymentSpec spec = stored.fallback();
    if (spec == null) {
      throw new IllegalStateException("revision " + name + " has no fall-back");
    }
    return deployment(Names.fallback(name), spec, replicas);
  }

  /** What tells the pods which model they serve. Immutable, as the revision is. */
  public ConfigMap configMap() {
    return new ConfigMapBuilder()
        .withMetadata(metadata(name))
        .withImmutable(true)
        .withData(RevisionDocuments.data(resource, name, stored))
        .build();
  }

  /**
   * The Service by which the other revision's pods forward to this one's, and by which its pods
   * find each other. It has the ready pods alone: both uses want answers, not attempts.
   */
  public Service headlessService() {
    ServiceSpec spec = new ServiceSpec();
    spec.setClusterIP("None");
    spec.setSelector(selector());
    spec.setPorts(
        List.of(
            ServingPod.servicePort(ServingPod.HTTP, ServingPod.HTTP_PORT),
            ServingPod.servicePort(ServingPod.OPERATOR, ServingPod.OPERATOR_PORT)));
    Service service = new Service();
    service.setMetadata(metadata(name));
    service.setSpec(spec);
    return service;
  }

  /** One pod at a time may be evicted; one that is not ready, always: it serves nobody. */
  public PodDisruptionBudget budget() {
    LabelSelector pods = new LabelSelector();
    pods.setMatchLabels(selector());
    PodDisruptionBudgetSpec spec = new PodDisruptionBudgetSpec();
    spec.setMaxUnavailable(new IntOrString(1));
    spec.setSelector(pods);
    spec.setUnhealthyPodEvictionPolicy("AlwaysAllow");
    PodDisruptionBudget budget = new PodDisruptionBudget();
    budget.setMetadata(metadata(name));
    budget.setSpec(spec);
    return budget;
  }

  private Deployment deployment(String objectName, DeploymentSpec spec, int replicas) {
    Deployment deployment = new Deployment();
    deployment.setMetadata(metadata(objectName));
    deployment.setSpec(scaled(spec, replicas));
    return deployment;
  }

  /** The same but for the replicas; its parts are shared, which nobody changes. */
  static DeploymentSpec scaled(DeploymentSpec spec, @Nullable Integer replicas) {
    DeploymentSpec scaled =
        new DeploymentSpec(
            spec.getMinReadySeconds(),
            spec.getPaused(),
            spec.getProgressDeadlineSeconds(),
            replicas,
            spec.getRevisionHistoryLimit(),
            spec.getSelector(),
            spec.getStrategy(),
            spec.getTemplate());
    scaled.setAdditionalProperties(spec.getAdditionalProperties());
    return scaled;
  }

  private Map<String, String> selector() {
    Map<String, String> selector = new java.util.TreeMap<>();
    selector.put(Labels.DEPLOYMENT, resource.getMetadata().getName());
    selector.put(Labels.REVISION, name);
    return selector;
  }

  private ObjectMeta metadata(String objectName) {
    return Ownership.metadata(
        resource, objectName, Labels.ofRevision(resource.getMetadata().getName(), name));
  }
}
