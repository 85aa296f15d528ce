package io.slipway.operator.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.health.Watchdog;
import io.slipway.operator.kube.Outcome;
import io.slipway.operator.kube.OwnedCaches;
import io.slipway.operator.kube.Session;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at one ModelDeployment. Level-triggered: why it was called does not matter, and called
 * again for nothing it does nothing.
 *
 * <p>There is no finalizer and no clean-up: everything is owned, and the garbage collector sees to
 * it when the operator is gone, too.
 */
@ControllerConfiguration(name = "modeldeployment")
public final class ModelDeploymentReconciler implements Reconciler<ModelDeployment> {

  private static final Logger log = LoggerFactory.getLogger(ModelDeploymentReconciler.class);

  /** Watches usually deliver within milliseconds; this is for when they do not. */
  private static final Duration CATCH_UP = Duration.ofMillis(200);

  /** How soon after taking the lease a replica gets to work. */
  private static final Duration STANDBY = Duration.ofSeconds(1);

  /** Somebody may have made room meanwhile, which no watch of ours shows. */
  private static final Duration REFUSED_AGAIN = Duration.ofSeconds(30);

  /** What passes within seconds, such as an API server that restarts, is not worth a status. */
  private static final int ATTEMPTS_UNTOLD = 3;

  private final EdgesFactory edgesFactory;
  private final Function<Observation, Plan> planner;
  private final Watchdog watchdog;
  private final Fence fence;
  private @Nullable Edges edges;

  /**
   * @param edgesFactory makes what looks and writes, once the framework gives the caches
   * @param planner decides
   */
  public ModelDeploymentReconciler(
      EdgesFactory edgesFactory,
      Function<Observation, Plan> planner,
      Watchdog watchdog,
      Fence fence) {
    this.edgesFactory = edgesFactory;
    this.planner = planner;
    this.watchdog = watchdog;
    this.fence = fence;
  }

  @Override
  public List<EventSource<?, ModelDeployment>> prepareEventSources(
      EventSourceContext<ModelDeployment> context) {
    var caches = new OwnedCaches(context);
    SimpleInboundEventSource<ModelDeployment> alarm = new SimpleInboundEventSource<>("pulse");
    edges =
        edgesFactory.create(
            caches,
            () -> context.getPrimaryCache().list(),
            (namespace, name) -> alarm.propagateEvent(new ResourceID(name, namespace)));
    List<EventSource<?, ModelDeployment>> sources = new ArrayList<>(caches.eventSources());
    sources.add(alarm);
    return sources;
  }

  @Override
  public UpdateControl<ModelDeployment> reconcile(
      ModelDeployment resource, Context<ModelDeployment> context) {
    if (!fence.holds()) {
      return lookAgain(Optional.of(STANDBY));
    }
    return lookAgain(watchdog.watch(name(resource), () -> reconcile(resource)));
  }

  /** An error that stays is told; the framework tries again in any case. */
  @Override
  public ErrorStatusUpdateControl<ModelDeployment> updateErrorStatus(
      ModelDeployment resource, Context<ModelDeployment> context, Exception error) {
    int attempts = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
    if (edges != null && attempts >= ATTEMPTS_UNTOLD && fence.holds()) {
      edges
          .errorReport()
          .report(resource, edges.sessions().of(resource), String.valueOf(error.getMessage()));
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  private Optional<Duration> reconcile(ModelDeployment resource) {
    Edges at = Objects.requireNonNull(edges, "event sources are prepared first");
    Session session = at.sessions().of(resource);
    Optional<Observation> observation = at.observer().observe(resource, session);
    return observation.isEmpty()
        ? Optional.of(CATCH_UP)
        : reconcile(at, observation.get(), session);
  }

  private Optional<Duration> reconcile(Edges at, Observation observation, Session session) {
    Plan plan = planner.apply(observation);
    log.atDebug().addKeyValue("steps", plan.steps()).log("Planned");
    Outcome applied = at.applier().apply(plan.steps(), observation.resource(), session);
    Outcome told = tell(at, observation.resource(), plan, session);
    if (told == Outcome.CONFLICT || applied == Outcome.CONFLICT || applied == Outcome.REFUSED) {
      return Optional.of(CATCH_UP);
    }
    return applied == Outcome.STILL_REFUSED
        ? Optional.of(plan.requeueAfter().orElse(REFUSED_AGAIN))
        : plan.requeueAfter();
  }

  /**
   * Events come after the status, so that a status that was not written is told once, when it is.
   */
  private static Outcome tell(Edges at, ModelDeployment resource, Plan plan, Session session) {
    if (plan.status().isEmpty()) {
      return Outcome.DONE;
    }
    Outcome written = at.statusWriter().write(resource, plan.status().get(), session);
    if (written == Outcome.DONE) {
      plan.events().forEach(event -> at.events().record(resource, event));
    }
    return written;
  }

  private static UpdateControl<ModelDeployment> lookAgain(Optional<Duration> after) {
    UpdateControl<ModelDeployment> control = UpdateControl.noUpdate();
    after.ifPresent(control::rescheduleAfter);
    return control;
  }

  private static String name(ModelDeployment resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }

  /** Makes the edges from what only the framework can give. */
  @FunctionalInterface
  public interface EdgesFactory {
    Edges create(OwnedCaches caches, ResourceCache resources, Alarm alarm);
  }

  /** Has a ModelDeployment looked at now. */
  @FunctionalInterface
  public interface Alarm {
    void raise(String namespace, String name);
  }

  /** The ModelDeployments that exist. */
  @FunctionalInterface
  public interface ResourceCache {
    Stream<ModelDeployment> list();
  }
}
