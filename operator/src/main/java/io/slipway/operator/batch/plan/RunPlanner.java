package io.slipway.operator.batch.plan;

import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.status.Conditions;
import io.slipway.operator.batch.status.RunDraft;
import io.slipway.operator.batch.status.Standing;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What to do for a run, and what to tell of it. */
public final class RunPlanner {

  /** What no watch shows, such as a registry that answers again, is looked for after so long. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private RunPlanner() {}

  /** The plan for what was observed. */
  public static Planned<BatchScoringStatus> plan(RunObservation observation) {
    BatchScoring run = observation.resource();
    Optional<Duration> life = life(observation);
    if (life.filter(left -> !left.isPositive()).isPresent()) {
      return new Planned<>(List.of(remove(run)), Optional.empty(), List.of(), Optional.empty());
    }
    RunDraft draft = RunDraft.of(run);
    RunCourse course = new RunCourse(new RunFacts(observation), draft);
    Course here = course.look();
    Lookups lookups = Lookups.of(observation);
    draft.lookup(lookups.status());
    List<Step> steps = new ArrayList<>(here.steps());
    // Last: what is refused of them holds up no run.
    steps.addAll(lookups.steps());
    Standing standing = standing(observation, here.standing(), lookups);
    BatchScoringStatus status = draft.status(here.phase(), conditions(observation, standing));
    boolean isNews = !status.equals(run.getStatus());
    boolean isUnfinished = isNews || draft.finishedAt().isEmpty() || here.isUnderWay();
    return new Planned<>(
        steps,
        isNews ? Optional.of(status) : Optional.empty(),
        RunEvents.between(Optional.ofNullable(run.getStatus()), status),
        Stream.of(
                life,
                lookups.lookAgain(),
                isUnfinished ? Optional.of(LOOK_AGAIN) : Optional.<Duration>empty())
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder()));
  }

  /** How long it is until a finished run is removed; empty where it is not to be. */
  private static Optional<Duration> life(RunObservation observation) {
    BatchScoring run = observation.resource();
    Integer seconds = run.getSpec().ttlSecondsAfterFinished();
    return seconds == null
        ? Optional.empty()
        : RunDraft.of(run)
            .finishedAt()
            .map(end -> Duration.between(observation.now(), end.plusSeconds(seconds)));
  }

  private static Step remove(BatchScoring run) {
    return new Step.Delete(ObjectKey.of(run), run.getMetadata().getUid(), Optional.empty());
  }

  private static Standing standing(RunObservation observation, Standing course, Lookups lookups) {
    Standing refused =
        refusal(observation.refusals()).map(why -> Standing.of(State.STALLED, why)).orElse(course);
    return lookups.added(refused);
  }

  /** Why the API server refuses what is wanted, if it does. */
  static Optional<Why> refusal(List<Refusal> refusals) {
    return refusals.stream()
        .findFirst()
        .map(
            refusal ->
                switch (refusal.kind()) {
                  case NAME_TAKEN -> new Why(Reason.NAME_CONFLICT.value(), refusal.message());
                  case INVALID -> new Why(Reason.INVALID_SPEC.value(), told(refusal));
                  case FORBIDDEN -> new Why(Reason.POD_REFUSED.value(), told(refusal));
                });
  }

  private static String told(Refusal refusal) {
    return "the API server refuses %s: %s".formatted(refusal.object(), refusal.message());
  }

  private static List<Condition> conditions(RunObservation observation, Standing standing) {
    BatchScoringStatus before = observation.resource().getStatus();
    Long generation = observation.resource().getMetadata().getGeneration();
    Long observed = before == null ? null : before.observedGeneration();
    return new Conditions(
            before == null ? List.of() : before.conditions(),
            observed == null ? -1 : observed,
            generation == null ? 0 : generation,
            observation.now())
        .of(standing);
  }
}
