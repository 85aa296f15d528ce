package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.operator.plan.Plan.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
    rollout(before, after).ifPresent(events::add);
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

  /** A rollout that came to another state or step, with the numbers behind it. */
  private static Optional<Event> rollout(
      Optional<ModelDeploymentStatus> before, ModelDeploymentStatus after) {
    Optional<RolloutStatus> now = Optional.ofNullable(after.rollout());
    Optional<String> old = before.map(ModelDeploymentStatus::rollout).map(Events::place);
    return now.filter(rollout -> !Optional.of(place(rollout)).equals(old))
        .flatMap(rollout -> moved(rollout, after));
  }

  private static Optional<Event> moved(RolloutStatus rollout, ModelDeploymentStatus after) {
    String numbers =
        after.checks().stream()
            .map(check -> "; " + check.name() + " " + check.verdict() + ", " + check.reason())
            .collect(Collectors.joining());
    String basis =
        Optional.ofNullable(rollout.basis()).map(words -> " on the basis of: " + words).orElse("");
    return switch (rollout.state()) {
      case SHADOWING -> Optional.of(normal("Shadowing", "copies are scored by the candidate"));
      case STEPPING ->
          Optional.of(normal("Stepping", "step " + rollout.step() + " of the rollout" + numbers));
      case PAUSED ->
          Optional.of(
              normal("Paused", "at step " + rollout.step() + ": " + rollout.cause() + numbers));
      case PROMOTING ->
          Optional.of(normal("Promoting", "callers are moved to the candidate" + basis + numbers));
      case BAKING -> Optional.of(normal("Baking", "the previous revision is kept warm" + basis));
      case REVERTING ->
          Optional.of(
              new Event(
                  Event.Type.WARNING,
                  "Reverting",
                  "callers are moved back to the previous revision" + why(after) + numbers));
      case ROLLING_BACK ->
          Optional.of(
              new Event(
                  Event.Type.WARNING,
                  "RollingBack",
                  "the candidate is given up" + why(after) + numbers));
      default -> Optional.empty();
    };
  }

  private static String why(ModelDeploymentStatus status) {
    return status.failedRevisions().stream()
        .map(failed -> ", " + failed.reason() + ": " + failed.message())
        .collect(Collectors.joining());
  }

  /** A promotion's and a rollback's small steps are one move. */
  private static String place(RolloutStatus rollout) {
    return switch (rollout.state()) {
      case STEPPING, PAUSED -> rollout.state().value() + " " + rollout.step();
      default -> rollout.state().value();
    };
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
