package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.operator.health.Watchdog;
import io.slipway.operator.kube.BatchCaches;
import io.slipway.operator.leader.Fence;
import java.util.List;

/**
 * One look at one BatchScoring. Level-triggered, without a finalizer: everything is owned, and who
 * deletes it has the garbage collector end what goes on.
 */
@ControllerConfiguration(name = "batchscoring")
public final class BatchScoringReconciler implements Reconciler<BatchScoring> {

  private final BatchLooks<BatchScoring, BatchScoringStatus> looks;

  /**
   * @param factory makes what looks and writes, once the framework gives the caches
   */
  public BatchScoringReconciler(
      BatchEdges.Factory<BatchScoring, BatchScoringStatus> factory,
      Watchdog watchdog,
      Fence fence) {
    this.looks = new BatchLooks<>(factory, watchdog, fence);
  }

  @Override
  public List<EventSource<?, BatchScoring>> prepareEventSources(
      EventSourceContext<BatchScoring> context) {
    return looks.prepare(context, BatchCaches.ofRuns(context));
  }

  @Override
  public UpdateControl<BatchScoring> reconcile(
      BatchScoring resource, Context<BatchScoring> context) {
    return looks.look(resource);
  }
}
