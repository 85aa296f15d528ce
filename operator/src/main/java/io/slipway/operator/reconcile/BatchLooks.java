package io.slipway.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.slipway.operator.health.Watchdog;
import io.slipway.operator.kube.BatchCaches;
import io.slipway.operator.leader.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at runs, or at schedules: under the watchdog's eye, and while this replica holds the lease.
 *
 * @param <R> the resource
 * @param <S> its status
 */
final class BatchLooks<R extends CustomResource<?, S>, S> {

  /** How soon after taking the lease a replica gets to work. */
  private static final Duration STANDBY = Duration.ofSeconds(1);

  private final BatchEdges.Factory<R, S> factory;
  private final Watchdog watchdog;
  private final Fence fence;
  private @Nullable BatchEdges<R, S> edges;

  BatchLooks(BatchEdges.Factory<R, S> factory, Watchdog watchdog, Fence fence) {
    this.factory = factory;
    this.watchdog = watchdog;
    this.fence = fence;
  }

  List<EventSource<?, R>> prepare(EventSourceContext<R> context, BatchCaches<R> caches) {
    SimpleInboundEventSource<R> alarm = new SimpleInboundEventSource<>("alarm");
    edges =
        factory.create(
            caches,
            () -> context.getPrimaryCache().list(),
            resource -> alarm.propagateEvent(ResourceID.fromResource(resource)));
    List<EventSource<?, R>> sources = new ArrayList<>(caches.eventSources());
    sources.add(alarm);
    return sources;
  }

  UpdateControl<R> look(R resource) {
    if (!fence.holds()) {
      return UpdateControl.<R>noUpdate().rescheduleAfter(STANDBY);
    }
    String name =
        "%s %s/%s"
            .formatted(
                HasMetadata.getKind(resource.getClass()),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
    return watchdog.watch(
        name,
        () -> Objects.requireNonNull(edges, "event sources are prepared first").look(resource));
  }
}
