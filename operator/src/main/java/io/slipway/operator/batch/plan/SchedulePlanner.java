package io.slipway.operator.batch.plan;

import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.ConcurrencyPolicy;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoringSpec;
import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import io.slipway.operator.batch.desired.Owner;
import io.slipway.operator.batch.desired.ScheduledRun;
import io.slipway.operator.batch.observe.ScheduleObservation;
import io.slipway.operator.batch.schedule.Cron;
import io.slipway.operator.batch.status.Conditions;
import io.slipway.operator.batch.status.Standing;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.Plan.Event;
import io.slipway.operator.plan.Step;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to do for a schedule, with a CronJob's semantics. */
public final class SchedulePlanner {

  /** So many are named; with Allow, runs that do not end would fill the status. */
  private static final int MOST_ACTIVE = 20;

  private final ScheduleObservation observation;
  private final ScheduledBatchScoring schedule;
  private final ScheduledBatchScoringSpec spec;
  private final List<BatchScoring> runs;
  private final List<Step> steps = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private Optional<Instant> begun;
  private Optional<String> lastRun;
  private Optional<BatchScoring> waitsFor = Optional.empty();

  private SchedulePlanner(ScheduleObservation observation) {
    this.observation = observation;
    this.schedule = observation.resource();
    this.spec = schedule.getSpec();
    this.runs = observation.runs().stream().filter(Owner.of(schedule)::controls).toList();
    this.begun = before().map(ScheduledBatchScoringStatus::lastScheduleTime).map(Instant::parse);
    this.lastRun = before().map(ScheduledBatchScoringStatus::lastRun);
  }

  /** The plan for what was observed. */
  public static Planned<ScheduledBatchScoringStatus> plan(ScheduleObservation observation) {
    return new SchedulePlanner(observation).plan();
  }

  private Planned<ScheduledBatchScoringStatus> plan() {
    Lookups lookups = Lookups.of(observation);
    forget(SchedulePlanner::isSuccess, spec.successfulRunsHistoryLimit());
    forget(SchedulePlanner::isFailure, spec.failedRunsHistoryLimit());
    Standing standing;
    Optional<Instant> next = Optional.empty();
    try {
      Cron cron = Cron.parse(spec.schedule(), ZoneId.of(spec.timeZoneOrUtc()));
      if (!spec.suspend()) {
        begin(cron);
        next = cron.after(observation.now());
      }
      standing = standing();
    } catch (IllegalArgumentException | DateTimeException e) {
      standing =
          Standing.of(
              State.STALLED,
              Why.of(
                  BatchReason.SCHEDULE_INVALID,
                  "correct spec.schedule or spec.timeZone: " + e.getMessage()));
    }
    // Last: what is refused of them holds up no run.
    steps.addAll(lookups.steps());
    standing =
        lookups.added(refused().map(why -> Standing.of(State.STALLED, why)).orElse(standing));
    ScheduledBatchScoringStatus status = status(standing, next, lookups);
    return new Planned<>(
        steps,
        before().filter(status::equals).isPresent() ? Optional.empty() : Optional.of(status),
        events,
        Stream.of(next.map(time -> Duration.between(observation.now(), time)), lookups.lookAgain())
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder()));
  }

  /**
   * Begins the run that is due, of those that were missed the last one only. It counts as begun
   * once it is seen: what the API server refuses is tried again for as long as the run is due.
   */
  private void begin(Cron cron) {
    Instant from = begun.orElseGet(() -> Instant.parse(madeAt()));
    Optional<Instant> due = cron.lastWithin(from, observation.now());
    if (due.isEmpty() || isTooLate(due.get())) {
      due.ifPresent(this::leaveOut);
      return;
    }
    String name = ScheduledRun.name(schedule, due.get());
    if (runs.stream().anyMatch(run -> run.getMetadata().getName().equals(name))) {
      begun = due;
      lastRun = Optional.of(name);
      events.add(new Event(Event.Type.NORMAL, "RunBegun", "began run " + name));
      return;
    }
    List<BatchScoring> active = active();
    if (!active.isEmpty() && spec.concurrencyPolicy() == ConcurrencyPolicy.FORBID) {
      // It begins when the one before it is finished, unless that is too late.
      waitsFor = Optional.of(active.getFirst());
      return;
    }
    if (spec.concurrencyPolicy() == ConcurrencyPolicy.REPLACE) {
      active.forEach(this::delete);
    }
    steps.add(
        new Step.Apply(ScheduledRun.desired(schedule, due.get()), new Step.Precondition.Absent()));
  }

  /** So that it is told once. */
  private void leaveOut(Instant time) {
    begun = Optional.of(time);
    events.add(
        new Event(
            Event.Type.WARNING,
            "RunMissed",
            "left out the run for %s: it is later than startingDeadlineSeconds".formatted(time)));
  }

  private boolean isTooLate(Instant time) {
    Long deadline = spec.startingDeadlineSeconds();
    return deadline != null && time.plusSeconds(deadline).isBefore(observation.now());
  }

  /** Removes the oldest finished runs of a kind beyond the limit. */
  private void forget(Predicate<BatchScoring> kind, int limit) {
    runs.stream()
        .filter(kind)
        .sorted(Comparator.<BatchScoring, String>comparing(SchedulePlanner::created).reversed())
        .skip(limit)
        .forEach(this::delete);
  }

  private void delete(BatchScoring run) {
    steps.add(new Step.Delete(ObjectKey.of(run), run.getMetadata().getUid(), Optional.empty()));
  }

  private Standing standing() {
    if (spec.suspend()) {
      Why why = Why.of(BatchReason.SUSPENDED, "set spec.suspend to false to go on");
      return Standing.of(State.READY, why).pausedFor(why);
    }
    if (waitsFor.isPresent()) {
      return Standing.of(State.READY, waiting(waitsFor.get()));
    }
    return lastFinished()
        .filter(SchedulePlanner::isFailure)
        .map(
            run ->
                Standing.of(
                    State.READY,
                    Why.of(
                        BatchReason.RUN_FAILED,
                        "run %s failed%s".formatted(run.getMetadata().getName(), cause(run)))))
        .orElseGet(
            () ->
                Standing.of(
                    State.READY,
                    Why.of(BatchReason.SCHEDULED, "runs begin when the schedule says")));
  }

  private static Why waiting(BatchScoring before) {
    String name = before.getMetadata().getName();
    boolean isApprovalDue =
        before.getStatus() != null && before.getStatus().phase() == BatchPhase.AWAITING_APPROVAL;
    return Why.of(
        BatchReason.SCHEDULED,
        "a run is due and begins when %s is finished%s"
            .formatted(
                name,
                isApprovalDue
                    ? ", whose set waits for a person: change its spec.publish.mode to OnSuccess,"
                        + " or delete it"
                    : " (concurrencyPolicy Forbid)"));
  }

  private static String cause(BatchScoring run) {
    return run.getStatus()
        .condition(ConditionType.STALLED)
        .map(condition -> ", %s: %s".formatted(condition.reason(), condition.message()))
        .orElse("");
  }

  private Optional<Why> refused() {
    return RunPlanner.refusal(observation.refusals());
  }

  private ScheduledBatchScoringStatus status(
      Standing standing, Optional<Instant> next, Lookups lookups) {
    Long generation = schedule.getMetadata().getGeneration();
    long about = generation == null ? 0 : generation;
    List<Condition> conditions =
        new Conditions(
                before().map(ScheduledBatchScoringStatus::conditions).orElse(List.of()),
                before().map(ScheduledBatchScoringStatus::observedGeneration).orElse(-1L),
                about,
                observation.now())
            .of(standing);
    List<BatchScoring> active = active();
    return new ScheduledBatchScoringStatus(
        about,
        latest(active),
        active.size() > MOST_ACTIVE ? active.size() - MOST_ACTIVE : null,
        begun.map(Instant::toString).orElse(null),
        lastSuccess(),
        next.map(Instant::toString).orElse(null),
        lastRun.orElse(null),
        lookups.status().orElse(null),
        conditions);
  }

  private static List<String> latest(List<BatchScoring> runs) {
    return runs.stream()
        .sorted(Comparator.comparing(SchedulePlanner::created))
        .skip(Math.max(0, runs.size() - MOST_ACTIVE))
        .map(run -> run.getMetadata().getName())
        .toList();
  }

  private @Nullable String lastSuccess() {
    String known = before().map(ScheduledBatchScoringStatus::lastSuccessfulTime).orElse(null);
    return runs.stream()
        .map(BatchScoring::getStatus)
        .filter(Objects::nonNull)
        .map(BatchScoringStatus::publishedAt)
        .filter(Objects::nonNull)
        .filter(time -> known == null || time.compareTo(known) > 0)
        .max(Comparator.naturalOrder())
        .orElse(known);
  }

  private List<BatchScoring> active() {
    return runs.stream().filter(run -> !isFinished(run)).toList();
  }

  private Optional<BatchScoring> lastFinished() {
    return runs.stream()
        .filter(SchedulePlanner::isFinished)
        .max(Comparator.comparing(run -> String.valueOf(run.getStatus().finishedAt())));
  }

  private static boolean isFinished(BatchScoring run) {
    return run.getStatus() != null && run.getStatus().finishedAt() != null;
  }

  private static boolean isFailure(BatchScoring run) {
    return isFinished(run) && run.getStatus().phase() == BatchPhase.FAILED;
  }

  private static boolean isSuccess(BatchScoring run) {
    return isFinished(run) && run.getStatus().phase() != BatchPhase.FAILED;
  }

  private static String created(BatchScoring run) {
    return String.valueOf(run.getMetadata().getCreationTimestamp()) + run.getMetadata().getName();
  }

  private String madeAt() {
    String time = schedule.getMetadata().getCreationTimestamp();
    return time == null ? observation.now().toString() : time;
  }

  private Optional<ScheduledBatchScoringStatus> before() {
    return Optional.ofNullable(schedule.getStatus());
  }
}
