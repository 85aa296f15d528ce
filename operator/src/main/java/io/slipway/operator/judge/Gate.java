package io.slipway.operator.judge;

import io.slipway.operator.judge.CheckResult.Action;
import io.slipway.operator.judge.CheckResult.Requirement;
import io.slipway.operator.judge.Decision.Abort;
import io.slipway.operator.judge.Decision.Inconclusive;
import io.slipway.operator.judge.Decision.Missing;
import io.slipway.operator.judge.Decision.Proceed;
import io.slipway.operator.judge.Decision.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a step of a rollout may be left. May be asked as often as one likes: the tests behind the
 * results hold at all looks together, so asking more often raises no false alarms.
 *
 * @param minSamples how many requests the candidate must have had in this step. 0 makes the step a
 *     timed one: then also a check that can say nothing does not hold it up, unless it asks for
 *     proof
 * @param minDuration how long the step lasts at least
 * @param maxDuration when to give up waiting; at least {@code minDuration}
 */
public record Gate(long minSamples, Duration minDuration, Duration maxDuration) {

  /**
   * @throws IllegalArgumentException when a limit is negative or the durations contradict each
   *     other
   */
  public Gate {
    Counting.possible(minSamples);
    if (minDuration.isNegative() || maxDuration.compareTo(minDuration) < 0) {
      throw new IllegalArgumentException(
          "No step lasts from %s to %s".formatted(minDuration, maxDuration));
    }
  }

  /**
   * Harm first, since callers come first; then a broken split, which no waiting mends; then what
   * the step asks for.
   *
   * @param checks of this rollout, judged over all its windows
   * @param sampleRatio the guard, judged over all splits
   * @param samples requests of the candidate in this step alone
   * @param elapsed since this step's weight was acknowledged
   */
  public Decision decide(
      List<CheckResult> checks, Judgement sampleRatio, long samples, Duration elapsed) {
    List<CheckResult> blocking =
        checks.stream().filter(check -> check.action() == Action.ABORT).toList();
    Optional<CheckResult> failed =
        blocking.stream().filter(check -> check.verdict() instanceof Verdict.Fail).findFirst();
    if (failed.isPresent()) {
      return new Abort(failed.get());
    }
    if (sampleRatio.verdict() instanceof Verdict.Inconclusive(InconclusiveReason reason)) {
      return new Inconclusive(reason, Optional.empty());
    }
    if (elapsed.compareTo(minDuration) < 0) {
      return new Wait(Missing.TIME);
    }
    boolean patient = elapsed.compareTo(maxDuration) < 0;
    if (samples < minSamples) {
      return patient
          ? new Wait(Missing.SAMPLES)
          : new Inconclusive(
              samples == 0 ? InconclusiveReason.NO_TRAFFIC : InconclusiveReason.TOO_LITTLE_TRAFFIC,
              Optional.empty());
    }
    Optional<CheckResult> undecided = blocking.stream().filter(this::isUndecided).findFirst();
    if (undecided.isPresent()) {
      return patient
          ? new Wait(Missing.EVIDENCE)
          : new Inconclusive(reason(undecided.get()), undecided);
    }
    return new Proceed();
  }

  private boolean isUndecided(CheckResult check) {
    return switch (check.verdict()) {
      case Verdict.Pass() -> false;
      case Verdict.Fail() -> true;
      case Verdict.Running() -> check.requirement() == Requirement.PROOF;
      case Verdict.Inconclusive(InconclusiveReason reason) ->
          check.requirement() == Requirement.PROOF || minSamples > 0;
    };
  }

  private static InconclusiveReason reason(CheckResult check) {
    return check.verdict() instanceof Verdict.Inconclusive(InconclusiveReason reason)
        ? reason
        : InconclusiveReason.NO_EVIDENCE;
  }
}
