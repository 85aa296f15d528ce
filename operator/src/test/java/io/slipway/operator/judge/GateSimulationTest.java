package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.operator.judge.CheckResult.Action;
import io.slipway.operator.judge.CheckResult.Requirement;
import io.slipway.operator.judge.SampleRatioTest.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whole rollouts, from the first request to the last step, looked at every ten seconds. */
class GateSimulationTest {

  private static final List<Integer> STEPS_BP = List.of(100, 1000, 2500, 5000);

  private static final Gate GATE = new Gate(300, Duration.ofMinutes(2), Duration.ofMinutes(30));

  private static final Duration LOOK = Duration.ofSeconds(10);

  private static final OddsRatioTest FAILURES = new OddsRatioTest(new Significance(0.05), 1.5);

  private static final SampleRatioTest GUARD =
      new SampleRatioTest(new Significance(0.05), Assignment.EXACT);

  @Test
  void theSameModelAgainIsPromotedAndSeldomAborted() {
    SplittableRandom random = new SplittableRandom(48);
    int runs = 200;
    int aborted = 0;
    for (int run = 0; run < runs; run++) {
      Decision end = rollout(random, 500, 0.01, 0.01);
      if (end instanceof Decision.Abort) {
        aborted++;
      } else {
        assertThat(end).isEqualTo(new Decision.Proceed());
      }
    }
    assertThat((double) aborted / runs).isLessThan(0.035);
  }

  @Test
  void aModelWithFiveTimesTheFailuresIsAborted() {
    SplittableRandom random = new SplittableRandom(49);
    for (int run = 0; run < 50; run++) {
      assertThat(rollout(random, 500, 0.01, 0.05)).isInstanceOf(Decision.Abort.class);
    }
  }

  @Test
  void withoutEnoughTrafficNothingIsPromoted() {
    SplittableRandom random = new SplittableRandom(52);
    // 100 requests in ten seconds are 180 of the candidate in half an hour at 1 per cent.
    assertThat(inconclusive(rollout(random, 100, 0, 0)))
        .isEqualTo(InconclusiveReason.TOO_LITTLE_TRAFFIC);
    assertThat(inconclusive(rollout(random, 0, 0, 0))).isEqualTo(InconclusiveReason.NO_TRAFFIC);
  }

  private static InconclusiveReason inconclusive(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Inconclusive.class);
    return ((Decision.Inconclusive) decision).reason();
  }

  /** What the last look decided. */
  private static Decision rollout(
      RandomGenerator random, int requestsPerLook, double stableRate, double candidateRate) {
    List<Window> windows = new ArrayList<>();
    List<Split> splits = new ArrayList<>();
    Decision decision = new Decision.Proceed();
    for (int weightBp : STEPS_BP) {
      windows.add(new Window(0, 0, 0, 0));
      splits.add(new Split(weightBp, 0, 0, 0));
      Duration elapsed = Duration.ZERO;
      do {
        elapsed = elapsed.plus(LOOK);
        long candidate = (long) requestsPerLook * weightBp / 10_000;
        long stable = requestsPerLook - candidate;
        Window window =
            windows
                .removeLast()
                .plus(
                    new Window(
                        stable,
                        Draws.binomial(random, stable, stableRate),
                        candidate,
                        Draws.binomial(random, candidate, candidateRate)));
        windows.add(window);
        splits.removeLast();
        splits.add(new Split(weightBp, window.stableRequests(), window.candidateRequests(), 0));
        CheckResult errors =
            new CheckResult("errors", Action.ABORT, Requirement.NO_ALARM, FAILURES.judge(windows));
        decision =
            GATE.decide(List.of(errors), GUARD.judge(splits), window.candidateRequests(), elapsed);
      } while (decision instanceof Decision.Wait);
      if (!(decision instanceof Decision.Proceed)) {
        return decision;
      }
    }
    return decision;
  }
}
