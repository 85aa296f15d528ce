package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.operator.batch.desired.BatchLabels;
import io.slipway.operator.batch.observe.RunObjects;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.ObjectKey;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches, one for each kind, of the objects of runs or of schedules and no others. What belongs to
 * ModelDeployments is told from them by its manager.
 *
 * <p>Objects in the caches are shared: nobody changes them.
 *
 * @param <P> whose objects
 */
public final class BatchCaches<P extends HasMetadata> implements ObjectLookup {

  private static final long LIST_PAGE = 500;

  private final Map<OwnedKind, InformerEventSource<? extends HasMetadata, P>> sources =
      new EnumMap<>(OwnedKind.class);

  private BatchCaches(
      Class<P> owner, Set<OwnedKind> kinds, String label, EventSourceContext<P> context) {
    for (OwnedKind kind : kinds) {
      sources.put(kind, source(kind.type(), owner, label, context));
    }
  }

  /** Those of runs. */
  public static BatchCaches<BatchScoring> ofRuns(EventSourceContext<BatchScoring> context) {
    return new BatchCaches<>(BatchScoring.class, OwnedKind.OF_RUNS, Labels.BATCH, context);
  }

  /** Those of schedules, their runs among them. */
  public static BatchCaches<ScheduledBatchScoring> ofSchedules(
      EventSourceContext<ScheduledBatchScoring> context) {
    return new BatchCaches<>(
        ScheduledBatchScoring.class, OwnedKind.OF_SCHEDULES, Labels.SCHEDULE, context);
  }

  private static <T extends HasMetadata, P extends HasMetadata> InformerEventSource<T, P> source(
      Class<T> type, Class<P> owner, String label, EventSourceContext<P> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, owner)
            .withName(HasMetadata.getPlural(type))
            .withLabelSelector("app.kubernetes.io/managed-by=" + BatchLabels.MANAGER + "," + label)
            .withInformerListLimit(LIST_PAGE)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(object -> primary(object, label))
            .withOnUpdateFilter(OwnedCaches::isNews)
            .build(),
        context);
  }

  private static Set<ResourceID> primary(HasMetadata object, String label) {
    return Labels.get(object, label)
        .map(name -> Set.of(new ResourceID(name, object.getMetadata().getNamespace())))
        .orElseGet(Set::of);
  }

  /** To be registered with the framework. */
  public List<EventSource<?, P>> eventSources() {
    return List.copyOf(sources.values());
  }

  /** The objects labelled as the resource's, in the order of their names. */
  public RunObjects of(P resource) {
    return new RunObjects(
        list(OwnedKind.JOB, Job.class, resource),
        list(OwnedKind.POD, Pod.class, resource),
        list(OwnedKind.CONFIG_MAP, ConfigMap.class, resource),
        list(OwnedKind.SERVICE_ACCOUNT, ServiceAccount.class, resource),
        list(OwnedKind.DEPLOYMENT, Deployment.class, resource),
        list(OwnedKind.SERVICE, Service.class, resource),
        list(OwnedKind.POD_DISRUPTION_BUDGET, PodDisruptionBudget.class, resource),
        list(OwnedKind.HORIZONTAL_POD_AUTOSCALER, HorizontalPodAutoscaler.class, resource));
  }

  /** The runs labelled as the schedule's. */
  public List<BatchScoring> runs(P schedule) {
    return list(OwnedKind.BATCH_SCORING, BatchScoring.class, schedule);
  }

  private <T extends HasMetadata> List<T> list(OwnedKind kind, Class<T> type, P resource) {
    return Optional.ofNullable(sources.get(kind)).stream()
        .flatMap(source -> source.getSecondaryResources(resource).stream())
        .map(type::cast)
        .sorted(Comparator.comparing(object -> object.getMetadata().getName()))
        .toList();
  }

  @Override
  public Optional<HasMetadata> find(ObjectKey key, String namespace) {
    return Optional.ofNullable(sources.get(OwnedKind.named(key.kind())))
        .flatMap(source -> source.get(new ResourceID(key.name(), namespace)))
        .map(HasMetadata.class::cast);
  }
}
