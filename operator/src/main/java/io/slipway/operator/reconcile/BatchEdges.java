package io.slipway.operator.reconcile;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.slipway.operator.batch.plan.Planned;
import io.slipway.operator.events.EventRecorder;
import io.slipway.operator.kube.Applier;
import io.slipway.operator.kube.BatchCaches;
import io.slipway.operator.kube.Outcome;
import io.slipway.operator.kube.Session;
import io.slipway.operator.kube.Sessions;
import io.slipway.operator.kube.StatusWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One look at one run or schedule: observe, plan, apply, tell, in that order.
 *
 * @param <R> the resource
 * @param <S> its status
 * @param planner what to do, once the caches show this process's own last writes
 * @param fresh makes a resource without anything in it
 */
public record BatchEdges<R extends CustomResource<?, S>, S>(
    Sessions sessions,
    BiFunction<R, Session, Optional<Planned<S>>> planner,
    Applier applier,
    StatusWriter statusWriter,
    EventRecorder events,
    Supplier<R> fresh) {

  /** Watches usually deliver within milliseconds; this is for when they do not. */
  private static final Duration CATCH_UP = Duration.ofMillis(200);

  /** Somebody may have made room meanwhile, which no watch of ours shows. */
  private static final Duration REFUSED_AGAIN = Duration.ofSeconds(30);

  /** Makes them from what only the framework can give. */
  @FunctionalInterface
  public interface Factory<R extends CustomResource<?, S>, S> {
    /**
     * @param alarm has a resource looked at
     */
    BatchEdges<R, S> create(
        BatchCaches<R> caches, Supplier<Stream<R>> resources, Consumer<R> alarm);
  }

  UpdateControl<R> look(R resource) {
    UpdateControl<R> control = UpdateControl.noUpdate();
    Session session = sessions.of(resource);
    planner
        .apply(resource, session)
        .map(plan -> carryOut(plan, resource, session))
        .orElse(Optional.of(CATCH_UP))
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  private Optional<Duration> carryOut(Planned<S> plan, R resource, Session session) {
    Outcome applied = applier.apply(plan.steps(), resource, session);
    Outcome told = tell(plan, resource, session);
    if (told == Outcome.CONFLICT || applied == Outcome.CONFLICT || applied == Outcome.REFUSED) {
      return Optional.of(CATCH_UP);
    }
    return applied == Outcome.STILL_REFUSED
        ? Optional.of(soonest(plan.requeueAfter().orElse(REFUSED_AGAIN), REFUSED_AGAIN))
        : plan.requeueAfter();
  }

  private static Duration soonest(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Events come after the status, so that a status that was not written is told once. */
  private Outcome tell(Planned<S> plan, R resource, Session session) {
    if (plan.status().isEmpty()) {
      return Outcome.DONE;
    }
    Outcome written = statusWriter.write(resource, plan.status().get(), fresh.get(), session);
    if (written == Outcome.DONE) {
      plan.events().forEach(event -> events.record(resource, event));
    }
    return written;
  }
}
