package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.operator.judge.CheckResult.Action;
import io.slipway.operator.judge.CheckResult.Requirement;
import io.slipway.operator.judge.Decision.Missing;
import io.slipway.operator.judge.Verdict.Fail;
import io.slipway.operator.judge.Verdict.Pass;
import io.slipway.operator.judge.Verdict.Running;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A step of 300 requests that lasts 2 to 30 minutes. */
class GateTest {

  private static final Gate STEP = new Gate(300, Duration.ofMinutes(2), Duration.ofMinutes(30));

  private static final Duration EARLY = Duration.ofMinutes(1);
  private static final Duration MIDWAY = Duration.ofMinutes(10);
  private static final Duration LATE = Duration.ofMinutes(30);

  private static final Judgement EVEN = judgement(new Pass());

  @Test
  void enoughRequestsAndTimeWithoutAnAlarmLetAStepPass() {
    assertThat(STEP.decide(List.of(failures(new Running())), EVEN, 300, MIDWAY))
        .isEqualTo(new Decision.Proceed());
  }

  @Test
  void aStepKeepsToItsTimeHoweverGoodTheCandidateIs() {
    assertThat(STEP.decide(List.of(failures(new Pass())), EVEN, 100_000, EARLY))
        .isEqualTo(new Decision.Wait(Missing.TIME));
  }

  @Test
  void aBoundFromEarlierStepsDoesNotLetAnEmptyStepPass() {
    assertThat(STEP.decide(List.of(failures(new Pass())), EVEN, 0, MIDWAY))
        .isEqualTo(new Decision.Wait(Missing.SAMPLES));
  }

  @Test
  void tooLittleTrafficIsNeverASuccess() {
    assertThat(STEP.decide(List.of(failures(new Running())), EVEN, 299, LATE))
        .isEqualTo(inconclusive(InconclusiveReason.TOO_LITTLE_TRAFFIC));
    assertThat(STEP.decide(List.of(failures(new Running())), EVEN, 0, LATE))
        .isEqualTo(inconclusive(InconclusiveReason.NO_TRAFFIC));
  }

  @Test
  void harmAbortsAtOnceWhateverElseIsMissing() {
    CheckResult harm = failures(new Fail());
    assertThat(STEP.decide(List.of(failures(new Pass()), harm), EVEN, 1, Duration.ZERO))
        .isEqualTo(new Decision.Abort(harm));
    assertThat(STEP.decide(List.of(harm), uneven(), 1, Duration.ZERO))
        .as("a broken split does not keep callers on a harmful candidate")
        .isEqualTo(new Decision.Abort(harm));
  }

  @Test
  void aBrokenSplitStopsThePromotionAndMayNotBePassedOver() {
    assertThat(STEP.decide(List.of(failures(new Pass())), uneven(), 1000, MIDWAY))
        .isEqualTo(inconclusive(InconclusiveReason.SAMPLE_RATIO_MISMATCH));
    assertThat(InconclusiveReason.values())
        .filteredOn(reason -> !reason.mayBePassedOver())
        .containsExactly(InconclusiveReason.SAMPLE_RATIO_MISMATCH);
  }

  @Test
  void whatIsOnlyReportedNeitherAbortsNorBlocks() {
    for (Verdict verdict :
        List.of(new Fail(), new Running(), unknown(InconclusiveReason.MISSING_DATA))) {
      CheckResult report =
          new CheckResult("scores", Action.REPORT, Requirement.PROOF, judgement(verdict));
      assertThat(STEP.decide(List.of(report), EVEN, 300, MIDWAY))
          .as("%s", verdict)
          .isEqualTo(new Decision.Proceed());
    }
  }

  @Test
  void aCheckThatAsksForProofHoldsTheStepUpUntilItHasIt() {
    CheckResult open = proof(new Running());
    assertThat(STEP.decide(List.of(open), EVEN, 300, MIDWAY))
        .isEqualTo(new Decision.Wait(Missing.EVIDENCE));
    assertThat(STEP.decide(List.of(open), EVEN, 300, LATE))
        .isEqualTo(new Decision.Inconclusive(InconclusiveReason.NO_EVIDENCE, Optional.of(open)));
    assertThat(STEP.decide(List.of(proof(new Pass())), EVEN, 300, MIDWAY))
        .isEqualTo(new Decision.Proceed());
  }

  @Test
  void aCheckThatCanSayNothingIsNoSuccess() {
    CheckResult blind = failures(unknown(InconclusiveReason.NO_BASELINE));
    assertThat(STEP.decide(List.of(blind), EVEN, 300, MIDWAY))
        .isEqualTo(new Decision.Wait(Missing.EVIDENCE));
    assertThat(STEP.decide(List.of(blind), EVEN, 300, LATE))
        .isEqualTo(new Decision.Inconclusive(InconclusiveReason.NO_BASELINE, Optional.of(blind)));
  }

  @Test
  void aTimedStepNeedsNoTraffic() {
    Gate timed = new Gate(0, Duration.ofMinutes(2), Duration.ofMinutes(2));
    CheckResult silent = failures(unknown(InconclusiveReason.NO_TRAFFIC));
    assertThat(timed.decide(List.of(silent), EVEN, 0, Duration.ofMinutes(2)))
        .isEqualTo(new Decision.Proceed());
    CheckResult demanding = proof(unknown(InconclusiveReason.NO_TRAFFIC));
    assertThat(timed.decide(List.of(demanding), EVEN, 0, Duration.ofMinutes(2)))
        .isEqualTo(
            new Decision.Inconclusive(InconclusiveReason.NO_TRAFFIC, Optional.of(demanding)));
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new Gate(0, Duration.ofMinutes(2), Duration.ofMinutes(1)))
        .hasMessage("No step lasts from PT2M to PT1M");
    assertThatThrownBy(() -> new Gate(-1, Duration.ZERO, Duration.ZERO)).hasMessage("No count: -1");
  }

  private static CheckResult failures(Verdict verdict) {
    return new CheckResult("errors", Action.ABORT, Requirement.NO_ALARM, judgement(verdict));
  }

  private static CheckResult proof(Verdict verdict) {
    return new CheckResult("flips", Action.ABORT, Requirement.PROOF, judgement(verdict));
  }

  private static Verdict unknown(InconclusiveReason reason) {
    return new Verdict.Inconclusive(reason);
  }

  private static Judgement uneven() {
    return Judgement.unknown(InconclusiveReason.SAMPLE_RATIO_MISMATCH);
  }

  private static Decision inconclusive(InconclusiveReason reason) {
    return new Decision.Inconclusive(reason, Optional.empty());
  }

  private static Judgement judgement(Verdict verdict) {
    return new Judgement(
        verdict, new Evidence(0, 0, 0, 1, 0.05, 0, 0, new Counts.Windows(List.of())));
  }
}
