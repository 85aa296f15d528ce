package io.slipway.operator.status;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the status: one method for each condition. */
public final class Statuses {

  private static final String JUST_READ = "the spec was just read";

  private final ModelDeployment resource;
  private final Optional<ModelDeploymentStatus> before;
  private final Situation situation;
  private final Instant now;

  private Statuses(ModelDeployment resource, Instant now, Situation situation) {
    this.resource = resource;
    this.before = Optional.ofNullable(resource.getStatus());
    this.situation = situation;
    this.now = now;
  }

  /** The status that tells of this situation. */
  public static ModelDeploymentStatus of(
      ModelDeployment resource, Instant now, Situation situation) {
    return new Statuses(resource, now, situation).status();
  }

  /** Since when the resource is in this state and step; now, when it was in another. */
  public static Instant since(
      ModelDeployment resource, Instant now, RolloutState state, String step) {
    return Optional.ofNullable(resource.getStatus())
        .map(ModelDeploymentStatus::rollout)
        .filter(rollout -> rollout.state() == state)
        .filter(rollout -> Objects.requireNonNullElse(rollout.step(), "").equals(step))
        .map(RolloutStatus::startedAt)
        .map(Instant::parse)
        .orElse(now);
  }

  private ModelDeploymentStatus status() {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(ready());
    reconciling().ifPresent(conditions::add);
    stalled().ifPresent(conditions::add);
    paused().ifPresent(conditions::add);
    conditions.add(available());
    return new ModelDeploymentStatus(
        generation(),
        situation.url().orElse(null),
        situation.stable().orElse(null),
        situation.candidate().orElse(null),
        situation.trail().failed().stream().toList(),
        rollout(),
        situation.traffic().orElse(null),
        situation.trail().findings().checks(),
        situation
            .handled()
            .or(() -> before.map(ModelDeploymentStatus::lastHandledAction))
            .orElse(null),
        conditions);
  }

  private RolloutStatus rollout() {
    Trail trail = situation.trail();
    return new RolloutStatus(
        situation.state(),
        emptyToNull(situation.step()),
        trail.id().orElse(null),
        trail.cause().orElse(null),
        trail.basis().orElse(null),
        emptyToNull(situation.message()),
        time(since(resource, now, situation.state(), situation.step())),
        trail.mostReady() == 0 ? null : trail.mostReady(),
        trail.progressedAt().map(Statuses::time).orElse(null),
        trail.judgedSince().map(Statuses::time).orElse(null),
        trail.findings().at().map(Statuses::time).orElse(null));
  }

  private Optional<Condition> paused() {
    return situation.state() == RolloutState.PAUSED
        ? Optional.of(condition(ConditionType.PAUSED, ConditionStatus.TRUE, whyPaused(), message()))
        : Optional.empty();
  }

  private Reason whyPaused() {
    return PauseCause.of(situation.trail().cause().orElse("")).reason();
  }

  private Condition ready() {
    if (situation.trouble().isPresent()) {
      Trouble trouble = situation.trouble().get();
      return condition(
          ConditionType.READY, ConditionStatus.FALSE, trouble.reason(), trouble.message());
    }
    return isDone()
        ? condition(
            ConditionType.READY,
            ConditionStatus.TRUE,
            situation.concern().map(Trouble::reason).orElse(Reason.SERVING),
            situation.stable().map(stable -> stable.revision() + " serves").orElse("")
                + situation.note().map(note -> "; " + note).orElse("")
                + situation.concern().map(concern -> "; " + concern.message()).orElse(""))
        : condition(ConditionType.READY, ConditionStatus.FALSE, progress(), message());
  }

  private Optional<Condition> reconciling() {
    return situation.trouble().isPresent() || isDone()
        ? Optional.empty()
        : Optional.of(
            condition(ConditionType.RECONCILING, ConditionStatus.TRUE, progress(), message()));
  }

  private Optional<Condition> stalled() {
    return situation
        .trouble()
        .map(
            trouble ->
                condition(
                    ConditionType.STALLED,
                    ConditionStatus.TRUE,
                    trouble.reason(),
                    trouble.message()));
  }

  private Condition available() {
    if (situation.endpoints() > 0) {
      return condition(
          ConditionType.AVAILABLE, ConditionStatus.TRUE, Reason.SERVING, "callers are answered");
    }
    return situation
        .stable()
        .map(
            stable ->
                condition(
                    ConditionType.AVAILABLE,
                    ConditionStatus.FALSE,
                    Reason.NO_READY_PODS,
                    "no pod of " + stable.revision() + " is ready"))
        .orElseGet(
            () ->
                condition(
                    ConditionType.AVAILABLE,
                    ConditionStatus.FALSE,
                    Reason.NEVER_SERVED,
                    "no revision has served yet"));
  }

  /**
   * Whether there is nothing left to do. Never in the write that first observes a generation:
   * whoever waits for Ready must not be told of the spec before.
   */
  private boolean isDone() {
    return situation.settled() == Situation.Settled.YES && !isFirstLook();
  }

  private boolean isFirstLook() {
    return before
        .map(ModelDeploymentStatus::observedGeneration)
        .filter(observed -> observed == generation())
        .isEmpty();
  }

  private Reason progress() {
    if (situation.settled() == Situation.Settled.YES) {
      return Reason.PENDING;
    }
    return switch (situation.state()) {
      case RESOLVING -> Reason.RESOLVING;
      case PREPARING -> Reason.PREPARING;
      case PROMOTING -> Reason.PROMOTING;
      case SUPERSEDING -> Reason.SUPERSEDING;
      case CANCELLED -> Reason.CANCELLING;
      case REVERTING, ROLLING_BACK, ROLLED_BACK -> Reason.ROLLING_BACK;
      case SHADOWING, STEPPING -> Reason.ROLLOUT_IN_PROGRESS;
      case PAUSED -> whyPaused();
      case BAKING -> Reason.BAKING;
      case STABLE, UNKNOWN -> situation.endpoints() > 0 ? Reason.SCALING : Reason.NO_READY_PODS;
    };
  }

  private String message() {
    if (situation.settled() == Situation.Settled.YES) {
      return JUST_READ;
    }
    if (!situation.message().isEmpty()) {
      return situation.message();
    }
    int ready = situation.stable().map(stable -> stable.readyReplicas()).orElse(0);
    return ready + " of " + situation.wantedReplicas() + " pods are ready";
  }

  private long generation() {
    return Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
  }

  private Condition condition(
      ConditionType type, ConditionStatus status, Reason reason, String message) {
    String since =
        before
            .flatMap(old -> old.condition(type))
            .filter(old -> old.status().equals(status.value()))
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> time(now));
    return new Condition(
        type.value(), status.value(), generation(), since, reason.value(), message);
  }

  /** A time as the API has it: whole seconds, UTC. */
  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
