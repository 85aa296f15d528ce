package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.operator.plan.Plan.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened between two statuses: events tell of changes, never of states. */
final class Events {

  private Events() {}

  /** The changes from one status to the next. */
  static List<Event> between(Optional<ModelDeploymentStatus> before, ModelDeploymentStatus after) {
    List<Event> events = new ArrayList<>();
    revision(after.candidate())
        .filter(
            name ->
                !before
                    .map(ModelDeploymentStatus::candidate)
                    .map(RevisionStatus::revision)
                    .equals(Optional.of(name)))
        .ifPresent(
            name -> events.add(normal("CandidateChosen", "preparing " + name + " to serve")));
    revision(after.stable())
        .filter(
            name ->
                !before
                    .map(ModelDeploymentStatus::stable)
                    .map(RevisionStatus::revision)
                    .equals(Optional.of(name)))
        .ifPresent(name -> events.add(normal("Promoted", name + " serves callers")));
    after
        .condition(ConditionType.STALLED)
        .filter(Condition::holds)
        .filter(stalled -> isNews(before, stalled))
        .ifPresent(
            stalled ->
                events.add(new Event(Event.Type.WARNING, stalled.reason(), stalled.message())));
    after
        .condition(ConditionType.AVAILABLE)
        .filter(available -> isFlip(before, available))
        .ifPresent(
            available ->
                events.add(
                    available.holds()
                        ? normal("Available", available.message())
                        : new Event(Event.Type.WARNING, available.reason(), available.message())));
    return events;
  }

  private static boolean isNews(Optional<ModelDeploymentStatus> before, Condition stalled) {
    return before
        .flatMap(status -> status.condition(ConditionType.STALLED))
        .filter(Condition::holds)
        .filter(old -> old.reason().equals(stalled.reason()))
        .isEmpty();
  }

  /** A condition that was never there is no flip: that a new resource does not serve is no news. */
  private static boolean isFlip(Optional<ModelDeploymentStatus> before, Condition condition) {
    Optional<Condition> old = before.flatMap(status -> status.condition(ConditionType.AVAILABLE));
    return old.isEmpty() ? condition.holds() : old.get().holds() != condition.holds();
  }

  private static Optional<String> revision(@Nullable RevisionStatus status) {
    return Optional.ofNullable(status).map(RevisionStatus::revision);
  }

  private static Event normal(String reason, String message) {
    return new Event(Event.Type.NORMAL, reason, message);
  }
}
