package io.slipway.cli.action;

import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.PublishMode;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides whether what a person says to a run or a schedule makes sense in its present state. */
public final class BatchDecide {

  private static final String MODE = "publish.mode";
  private static final String SET_ID = "publish.setId";
  private static final String SUSPEND = "suspend";

  private BatchDecide() {}

  /** Readers are to see the set that waits for a person. */
  public static BatchDecision approve(BatchRun run) {
    if (run.publish().mode() == PublishMode.ON_SUCCESS) {
      return refuse(
          run,
          run.phase() == BatchPhase.ACTIVATING || run.phase() == BatchPhase.AWAITING_APPROVAL
              ? "It was approved already; " + run.command("watch") + " follows it."
              : "It waits for nobody: spec.publish.mode is OnSuccess.");
    }
    Long setId = run.status().setId();
    if (run.isFinished() || setId == null) {
      return refuse(
          run,
          run.isFinished()
              ? "It has ended (" + run.phaseWord() + "), so there is nothing to approve."
              : "Its set is not loaded yet (%s), so there is nothing to look at and approve; %s follows it."
                  .formatted(run.phaseWord(), run.command("watch")));
    }
    if (run.suspended()) {
      return refuse(run, "It is suspended; first " + run.command("resume") + ".");
    }
    return change(run, MODE, "OnSuccess", "Readers are to see set %d.".formatted(setId));
  }

  /**
   * Readers are to see another version of the set.
   *
   * @param to its number; the one that they saw before when empty
   */
  public static BatchDecision rollBack(BatchRun run, Optional<Long> to) {
    if (!run.isFinished()) {
      return refuse(
          run,
          "It has not ended (%s), and readers see nothing of it yet, so there is nothing to go back from."
              .formatted(run.phaseWord()));
    }
    Optional<Long> wanted = to.or(() -> Optional.ofNullable(run.status().previousSetId()));
    if (wanted.isEmpty()) {
      return refuse(
          run,
          "It is not known which version of %s readers saw before it: it let them see the first, or none. %s --to SETID names one."
              .formatted(run.set(), run.command("rollback")));
    }
    long setId = wanted.get();
    if (run.publish().wantedSet().equals(OptionalLong.of(setId))) {
      Long handled = run.status().handledSetId();
      return refuse(
          run,
          handled != null && handled == setId
              ? "spec.publish.setId is %d already and was acted upon, which happens once for each change. Where readers see another set since, say it to the run that published that one."
                  .formatted(setId)
              : "spec.publish.setId is %d already, and the operator is about it; %s follows it."
                  .formatted(setId, run.command("watch")));
    }
    return change(run, SET_ID, setId, "Readers are to see set %d.".formatted(setId));
  }

  /** A run's pods are to stop; a schedule is to make no runs. */
  public static BatchDecision suspend(Batch batch) {
    if (batch.suspended()) {
      return refuse(
          batch, "It is suspended already; " + batch.command("resume") + " lets it go on.");
    }
    return switch (batch) {
      case BatchRun run ->
          run.isFinished()
              ? refuse(run, "It has ended (" + run.phaseWord() + "), so there is nothing to stop.")
              : change(run, SUSPEND, true, "Its pods stop; splits that are done stay done.");
      case BatchSchedule schedule ->
          change(
              schedule,
              SUSPEND,
              true,
              schedule.status().active().isEmpty()
                  ? "It makes no runs."
                  : "It makes no runs; those that are under way go on: "
                      + schedule.namesOfActive()
                      + ".");
    };
  }

  /** What was suspended is to go on. */
  public static BatchDecision resume(Batch batch) {
    if (!batch.suspended()) {
      return refuse(batch, "It is not suspended, so there is nothing to resume.");
    }
    return switch (batch) {
      case BatchRun run ->
          run.isFinished()
              ? refuse(
                  run, "It has ended (" + run.phaseWord() + "), so there is nothing to resume.")
              : change(run, SUSPEND, false, "It goes on where it was.");
      case BatchSchedule schedule ->
          change(schedule, SUSPEND, false, "Runs begin when the schedule says.");
    };
  }

  private static BatchDecision change(Batch batch, String field, Object value, String effect) {
    return new BatchDecision.Change(new BatchEdit(batch, field, value, effect));
  }

  private static BatchDecision refuse(Batch batch, String why) {
    return new BatchDecision.Refuse(
        batch.isObserved()
            ? why
            : why
                + " The operator has not acted on the newest edit yet: it may be so in a moment.");
  }
}
