package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.OwnedObjects;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Watches, one for each kind, of the objects that carry our label and no others: what the operator
 * remembers grows with its own resources, not with the cluster.
 *
 * <p>Objects in the caches are shared: nobody changes them.
 */
public final class OwnedCaches implements OwnedLookup {

  /** What every object of ours carries, Services too, from which EndpointSlices inherit it. */
  public static final String SELECTOR = "app.kubernetes.io/managed-by=slipway";

  private static final long LIST_PAGE = 500;

  private final Map<OwnedKind, InformerEventSource<? extends HasMetadata, ModelDeployment>>
      sources = new EnumMap<>(OwnedKind.class);

  public OwnedCaches(EventSourceContext<ModelDeployment> context) {
    for (OwnedKind kind : OwnedKind.OF_DEPLOYMENTS) {
      sources.put(kind, source(kind.type(), context));
    }
  }

  private static <T extends HasMetadata> InformerEventSource<T, ModelDeployment> source(
      Class<T> type, EventSourceContext<ModelDeployment> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, ModelDeployment.class)
            .withName(HasMetadata.getPlural(type))
            .withLabelSelector(SELECTOR)
            .withInformerListLimit(LIST_PAGE)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(OwnedCaches::primary)
            .withOnUpdateFilter(OwnedCaches::isNews)
            .build(),
        context);
  }

  /**
   * Whether a change calls for a look at once. An autoscaler tells its measurements every few
   * seconds; while they matter the resource is looked at anyway.
   */
  static boolean isNews(HasMetadata now, HasMetadata before) {
    return !(now instanceof HorizontalPodAutoscaler autoscaler)
        || !(before instanceof HorizontalPodAutoscaler old)
        || !withoutMeasurements(autoscaler).equals(withoutMeasurements(old));
  }

  private static List<Object> withoutMeasurements(HorizontalPodAutoscaler autoscaler) {
    List<HorizontalPodAutoscalerCondition> conditions =
        autoscaler.getStatus() == null ? List.of() : autoscaler.getStatus().getConditions();
    return List.of(
        autoscaler.getSpec(),
        autoscaler.getMetadata().getUid(),
        Objects.requireNonNullElse(autoscaler.getMetadata().getLabels(), Map.of()),
        Objects.requireNonNullElse(autoscaler.getMetadata().getAnnotations(), Map.of()),
        autoscaler.getMetadata().getOwnerReferences(),
        Objects.requireNonNullElse(autoscaler.getMetadata().getDeletionTimestamp(), ""),
        conditions);
  }

  private static Set<ResourceID> primary(HasMetadata object) {
    return Labels.get(object, Labels.DEPLOYMENT)
        .map(name -> Set.of(new ResourceID(name, object.getMetadata().getNamespace())))
        .orElseGet(Set::of);
  }

  /** To be registered with the framework. */
  public List<EventSource<?, ModelDeployment>> eventSources() {
    return List.copyOf(sources.values());
  }

  @Override
  public OwnedObjects of(ModelDeployment resource) {
    return new OwnedObjects(
        list(OwnedKind.CONTROLLER_REVISION, ControllerRevision.class, resource),
        list(OwnedKind.DEPLOYMENT, Deployment.class, resource),
        pods(resource),
        list(OwnedKind.SERVICE, Service.class, resource),
        list(OwnedKind.ENDPOINT_SLICE, EndpointSlice.class, resource),
        list(OwnedKind.CONFIG_MAP, ConfigMap.class, resource),
        list(OwnedKind.POD_DISRUPTION_BUDGET, PodDisruptionBudget.class, resource),
        list(OwnedKind.SERVICE_ACCOUNT, ServiceAccount.class, resource),
        list(OwnedKind.HORIZONTAL_POD_AUTOSCALER, HorizontalPodAutoscaler.class, resource));
  }

  /** Of these the pods alone. */
  public List<Pod> pods(ModelDeployment resource) {
    return list(OwnedKind.POD, Pod.class, resource);
  }

  private <T extends HasMetadata> List<T> list(
      OwnedKind kind, Class<T> type, ModelDeployment resource) {
    return source(kind).getSecondaryResources(resource).stream()
        .map(type::cast)
        .sorted(Comparator.comparing(object -> object.getMetadata().getName()))
        .toList();
  }

  @Override
  public Optional<HasMetadata> find(ObjectKey key, String namespace) {
    return source(OwnedKind.named(key.kind()))
        .get(new ResourceID(key.name(), namespace))
        .map(HasMetadata.class::cast);
  }

  private InformerEventSource<? extends HasMetadata, ModelDeployment> source(OwnedKind kind) {
    return Objects.requireNonNull(sources.get(kind));
  }
}
