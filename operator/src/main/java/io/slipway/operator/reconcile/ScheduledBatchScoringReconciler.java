package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import io.slipway.operator.health.Watchdog;
import io.slipway.operator.kube.BatchCaches;
import io.slipway.operator.leader.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at one ScheduledBatchScoring. Level-triggered, without a finalizer: everything is owned,
 * and who deletes it has the garbage collector end what goes on.
 */
@ControllerConfiguration(name = "scheduledbatchscoring")
public final class ScheduledBatchScoringReconciler implements Reconciler<ScheduledBatchScoring> {

  /** How soon after taking the lease a replica gets to work. */
  private static final Duration STANDBY = Duration.ofSeconds(1);

  private final Factory factory;
  private final Watchdog watchdog;
  private final Fence fence;
  private @Nullable BatchEdges<ScheduledBatchScoring, ScheduledBatchScoringStatus> edges;

  /**
   * @param factory makes what looks and writes, once the framework gives the caches
   */
  public ScheduledBatchScoringReconciler(Factory factory, Watchdog watchdog, Fence fence) {
    this.factory = factory;
    this.watchdog = watchdog;
    this.fence = fence;
  }

  @Override
  public List<EventSource<?, ScheduledBatchScoring>> prepareEventSources(
      EventSourceContext<ScheduledBatchScoring> context) {
    BatchCaches<ScheduledBatchScoring> caches = BatchCaches.ofSchedules(context);
    SimpleInboundEventSource<ScheduledBatchScoring> alarm = new SimpleInboundEventSource<>("alarm");
    edges =
        factory.create(
            caches,
            () -> context.getPrimaryCache().list(),
            resource -> alarm.propagateEvent(ResourceID.fromResource(resource)));
    List<EventSource<?, ScheduledBatchScoring>> sources = new ArrayList<>(caches.eventSources());
    sources.add(alarm);
    return sources;
  }

  @Override
  public UpdateControl<ScheduledBatchScoring> reconcile(
      ScheduledBatchScoring resource, Context<ScheduledBatchScoring> context) {
    if (!fence.holds()) {
      return UpdateControl.<ScheduledBatchScoring>noUpdate().rescheduleAfter(STANDBY);
    }
    String name =
        "ScheduledBatchScoring %s/%s"
            .formatted(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    return watchdog.watch(
        name,
        () -> Objects.requireNonNull(edges, "event sources are prepared first").look(resource));
  }

  /** Makes the edges from what only the framework can give. */
  @FunctionalInterface
  public interface Factory {
    BatchEdges<ScheduledBatchScoring, ScheduledBatchScoringStatus> create(
        BatchCaches<ScheduledBatchScoring> caches,
        Supplier<Stream<ScheduledBatchScoring>> resources,
        Consumer<ScheduledBatchScoring> alarm);
  }
}
