package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import io.slipway.operator.health.Watchdog;
import io.slipway.operator.kube.BatchCaches;
import io.slipway.operator.leader.Fence;
import java.util.List;

/**
 * One look at one ScheduledBatchScoring. Level-triggered, without a finalizer: everything is owned,
 * and who deletes it has the garbage collector end what goes on.
 */
@ControllerConfiguration(name = "scheduledbatchscoring")
public final class ScheduledBatchScoringReconciler implements Reconciler<ScheduledBatchScoring> {

  private final BatchLooks<ScheduledBatchScoring, ScheduledBatchScoringStatus> looks;

  /**
   * @param factory makes what looks and writes, once the framework gives the caches
   */
  public ScheduledBatchScoringReconciler(
      BatchEdges.Factory<ScheduledBatchScoring, ScheduledBatchScoringStatus> factory,
      Watchdog watchdog,
      Fence fence) {
    this.looks = new BatchLooks<>(factory, watchdog, fence);
  }

  @Override
  public List<EventSource<?, ScheduledBatchScoring>> prepareEventSources(
      EventSourceContext<ScheduledBatchScoring> context) {
    return looks.prepare(context, BatchCaches.ofSchedules(context));
  }

  @Override
  public UpdateControl<ScheduledBatchScoring> reconcile(
      ScheduledBatchScoring resource, Context<ScheduledBatchScoring> context) {
    return looks.look(resource);
  }
}
