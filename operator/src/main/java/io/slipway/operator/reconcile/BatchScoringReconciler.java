package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
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
 * One look at one BatchScoring. Level-triggered, without a finalizer: everything is owned, and who
 * deletes it has the garbage collector end what goes on.
 */
@ControllerConfiguration(name = "batchscoring")
public final class BatchScoringReconciler implements Reconciler<BatchScoring> {

  /** How soon after taking the lease a replica gets to work. */
  private static final Duration STANDBY = Duration.ofSeconds(1);

  private final Factory factory;
  private final Watchdog watchdog;
  private final Fence fence;
  private @Nullable BatchEdges<BatchScoring, BatchScoringStatus> edges;

  /**
   * @param factory makes what looks and writes, once the framework gives the caches
   */
  public BatchScoringReconciler(Factory factory, Watchdog watchdog, Fence fence) {
    this.factory = factory;
    this.watchdog = watchdog;
    this.fence = fence;
  }

  @Override
  public List<EventSource<?, BatchScoring>> prepareEventSources(
      EventSourceContext<BatchScoring> context) {
    BatchCaches<BatchScoring> caches = BatchCaches.ofRuns(context);
    SimpleInboundEventSource<BatchScoring> alarm = new SimpleInboundEventSource<>("alarm");
    edges =
        factory.create(
            caches,
            () -> context.getPrimaryCache().list(),
            resource -> alarm.propagateEvent(ResourceID.fromResource(resource)));
    List<EventSource<?, BatchScoring>> sources = new ArrayList<>(caches.eventSources());
    sources.add(alarm);
    return sources;
  }

  @Override
  public UpdateControl<BatchScoring> reconcile(
      BatchScoring resource, Context<BatchScoring> context) {
    if (!fence.holds()) {
      return UpdateControl.<BatchScoring>noUpdate().rescheduleAfter(STANDBY);
    }
    String name =
        "BatchScoring %s/%s"
            .formatted(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    return watchdog.watch(
        name,
        () -> Objects.requireNonNull(edges, "event sources are prepared first").look(resource));
  }

  /** Makes the edges from what only the framework can give. */
  @FunctionalInterface
  public interface Factory {
    BatchEdges<BatchScoring, BatchScoringStatus> create(
        BatchCaches<BatchScoring> caches,
        Supplier<Stream<BatchScoring>> resources,
        Consumer<BatchScoring> alarm);
  }
}
