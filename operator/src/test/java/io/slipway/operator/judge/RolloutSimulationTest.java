package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.operator.judge.Rollout.Outage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often a rollout is aborted when its candidate does no harm, and when it does; the figures of
 * {@code docs/judging.md}.
 */
class RolloutSimulationTest {

  /** Many more with {@code -Plong}. */
  private static final int RUNS = Boolean.getBoolean("slipway.long") ? 10_000 : 1000;

  private static final OddsRatioTest TEST = new OddsRatioTest(new Significance(0.05), 1.5);

  @ParameterizedTest(name = "{0} requests a look, {1} and {2}, {3}")
  @CsvSource({
    // requests, stable, candidate, outage,        least, most aborted (parts of 1)
    "200,  0.01, 0.01,  NONE,            0,    0.025",
    "200,  0.01, 0.01,  OF_A_DEPENDENCY, 0,    0.025",
    "1000, 0.01, 0.01,  NONE,            0,    0.03",
    "1000, 0.01, 0.01,  OF_A_DEPENDENCY, 0,    0.03",
    "1000, 0.01, 0.005, NONE,            0,    0.01",
    "1000, 0.01, 0.02,  NONE,            0.97, 1",
    "1000, 0.01, 0.05,  NONE,            1,    1",
    "1000, 0,    0.01,  NONE,            1,    1",
    "200,  0.01, 0.02,  NONE,            0.3,  0.42",
  })
  void harmIsFoundAndSeldomSeenWhereThereIsNone(
      int requests,
      double stableRate,
      double candidateRate,
      Outage outage,
      double least,
      double most) {
    Rollout rollout = Rollout.byStep(requests, stableRate, candidateRate);
    assertThat(partOfRuns(rollout, outage, RolloutSimulationTest::alarms)).isBetween(least, most);
  }

  @ParameterizedTest(name = "{0} requests a look, {1} and {2}")
  @CsvSource({
    "1000, 0.01, 0.02, 19",
    "1000, 0.01, 0.05, 7",
    "1000, 0, 0.01, 11",
    "5000, 0.01, 0.015, 17"
  })
  void halfOfTheHarmfulAreAbortedByThisLook(
      int requests, double stableRate, double candidateRate, int expected) {
    Rollout rollout = Rollout.byStep(requests, stableRate, candidateRate);
    SplittableRandom random = new SplittableRandom(rollout.requests());
    int[] looks = new int[200];
    for (int run = 0; run < looks.length; run++) {
      List<List<Window>> known = rollout.looks(random, Outage.NONE);
      while (looks[run] < known.size() && !alarms(known.get(looks[run]))) {
        looks[run]++;
      }
    }
    Arrays.sort(looks);
    assertThat(looks[looks.length / 2] + 1).isBetween(expected - 1, expected + 1);
    assertThat(looks[looks.length * 19 / 20])
        .as("19 of 20 are by the last look")
        .isLessThan(rollout.looks());
  }

  @Test
  void aLargeDifferenceIsFoundWhileTheCandidateHasFewRequests() {
    SplittableRandom random = new SplittableRandom(49);
    Rollout rollout = Rollout.byStep(1000, 0.01, 0.05);
    int found = 0;
    for (int run = 0; run < 500; run++) {
      // 18 looks: weights of 1, 5 and 10 per cent.
      List<List<Window>> early = rollout.looks(random, Outage.NONE).subList(0, 18);
      found += early.stream().anyMatch(RolloutSimulationTest::alarms) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(475);
  }

  @Test
  void aSmallDifferenceIsMostlyLetPassWhereMuchTrafficShowsThatItIsSmall() {
    Rollout rollout = Rollout.byStep(20_000, 0.01, 0.0115);
    SplittableRandom random = new SplittableRandom(115);
    int suspected = 0;
    int failed = 0;
    for (int run = 0; run < 100; run++) {
      List<List<Window>> known = rollout.looks(random, Outage.NONE);
      suspected += known.stream().anyMatch(RolloutSimulationTest::suspects) ? 1 : 0;
      failed += known.stream().anyMatch(RolloutSimulationTest::alarms) ? 1 : 0;
      assertThat(TEST.judge(known.getLast()).verdict()).isEqualTo(new Verdict.Pass());
    }
    assertThat(suspected).isGreaterThan(50);
    assertThat(failed).isLessThan(30);
  }

  @Test
  void drawingLotsRaisesNoFalseAlarms() {
    Rollout rollout = Rollout.byStep(1000, 0.01, 0.01).dividedByLot();
    assertThat(partOfRuns(rollout, Outage.NONE, RolloutSimulationTest::alarms)).isLessThan(0.035);
  }

  @Test
  void lookingTenTimesAsOftenRaisesNoFalseAlarms() {
    Rollout rollout = Rollout.byStep(1000, 0.01, 0.01).lookedAt(10);
    assertThat(partOfRuns(rollout, Outage.NONE, RolloutSimulationTest::alarms)).isLessThan(0.035);
  }

  @ParameterizedTest(name = "weight {0}, {1} looks")
  @CsvSource({"0.1, 30, 0.259", "0.5, 30, 0.25", "0.05, 60, 0.31"})
  void aTestForOneLookBlamesAQuarterOfHarmlessCandidatesWhenLookedAtOften(
      double weight, int looks, double expected) {
    Rollout rollout = Rollout.atOneWeight(weight, looks);
    assertThat(partOfRuns(rollout, Outage.NONE, windows -> zScore(windows) > 1.6449))
        .as("the z-test at 5 per cent")
        .isBetween(expected - 0.04, expected + 0.04);
    assertThat(partOfRuns(rollout, Outage.NONE, RolloutSimulationTest::alarms))
        .as("the e-process at 5 per cent")
        .isLessThan(0.035);
  }

  @ParameterizedTest(name = "odds ratio {0}")
  @CsvSource({"0.5", "1", "1.5", "3"})
  void theBoundCoversTheTrueRatioAtAllLooksTogether(double oddsRatio) {
    Rollout rollout = Rollout.byStep(500, 0.02, 0.02 * oddsRatio);
    double missed =
        partOfRuns(rollout, Outage.OF_A_DEPENDENCY, windows -> TEST.refutes(oddsRatio, windows));
    assertThat(missed).isBetween(0.0, 0.05);
  }

  @Test
  void withEnoughEventsThereIsEvidenceThatAHarmlessCandidateIsHarmless() {
    SplittableRandom random = new SplittableRandom(11);
    int passed = 0;
    for (int run = 0; run < 200; run++) {
      List<Window> all = Rollout.byStep(2000, 0.02, 0.02).looks(random, Outage.NONE).getLast();
      passed += TEST.judge(all).verdict() instanceof Verdict.Pass ? 1 : 0;
    }
    assertThat(passed).as("bounds below 1.5 after 60 000 requests").isGreaterThan(180);
  }

  private static boolean suspects(List<Window> windows) {
    return OddsRatioTest.logEValue(windows) >= TEST.significance().logThreshold();
  }

  private static boolean alarms(List<Window> windows) {
    return suspects(windows) && TEST.judge(windows).verdict() instanceof Verdict.Fail;
  }

  private static double partOfRuns(
      Rollout rollout, Outage outage, Predicate<List<Window>> atAnyLook) {
    SplittableRandom random = new SplittableRandom(rollout.toString().hashCode());
    int runs = 0;
    for (int run = 0; run < RUNS; run++) {
      runs += rollout.looks(random, outage).stream().anyMatch(atAnyLook) ? 1 : 0;
    }
    return (double) runs / RUNS;
  }

  /** Of the test of two proportions with a pooled variance, as textbooks have it. */
  private static double zScore(List<Window> windows) {
    Window all = windows.stream().reduce(Window::plus).orElseThrow();
    double n = all.candidateRequests();
    double m = all.stableRequests();
    double pooled = (all.candidateEvents() + all.stableEvents()) / (n + m);
    double difference = all.candidateEvents() / n - all.stableEvents() / m;
    return pooled == 0 ? 0 : difference / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  }
}
