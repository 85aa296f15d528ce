package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Baking: everything goes to the candidate, and there is only the past to compare it with. */
class AbsoluteRateTestTest {

  private static final AbsoluteRateTest TEST = new AbsoluteRateTest(new Significance(0.05), 1.5);

  private static final Proportion ONE_PER_CENT = new Proportion(100, 10_000);

  @ParameterizedTest(name = "reference of {0} requests, candidate at {1}")
  @CsvSource({
    // reference, candidate's rate, least, most alarms: the stable revision has 1 per cent
    "500,    0.01,  0,    0.01",
    "10000,  0.01,  0,    0.01",
    "10000,  0.014, 0,    0.05",
    "100000, 0.015, 0,    0.05",
    "10000,  0.03,  0.93, 1",
    "500,    0.1,   0.98, 1",
  })
  void harmIsFoundAndSeldomSeenWhereThereIsNone(
      int referenceRequests, double rate, double least, double most) {
    SplittableRandom random = new SplittableRandom(referenceRequests);
    int runs = 300;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      Proportion reference =
          new Proportion(Draws.binomial(random, referenceRequests, 0.01), referenceRequests);
      boolean alarm = false;
      long events = 0;
      for (int look = 1; look <= 30 && !alarm; look++) {
        events += Draws.binomial(random, 500, rate);
        Proportion candidate = new Proportion(events, 500L * look);
        alarm = TEST.logEValue(reference, candidate) >= Math.log(2 / 0.05);
      }
      alarms += alarm ? 1 : 0;
    }
    assertThat((double) alarms / runs).isBetween(least, most);
  }

  @Test
  void whatGoesWrongForAnotherReasonIsBlamedOnTheCandidate() {
    // No comparison with the past can tell an outage from a bad candidate: docs/judging.md says so.
    assertThat(TEST.judge(ONE_PER_CENT, new Proportion(250, 5000)).verdict())
        .isEqualTo(new Verdict.Fail());
  }

  @Test
  void withEnoughRequestsThereIsEvidenceOfNoHarm() {
    Proportion reference = new Proportion(10_000, 1_000_000);
    assertThat(TEST.judge(reference, new Proportion(9_900, 1_000_000)).verdict())
        .isEqualTo(new Verdict.Pass());
    assertThat(TEST.judge(reference, new Proportion(10, 1000)).verdict())
        .isEqualTo(new Verdict.Running());
  }

  @Test
  void withoutAReferenceOrACandidateNothingIsSaid() {
    assertThat(TEST.judge(new Proportion(0, 0), new Proportion(1000, 1000)).verdict())
        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_BASELINE));
    assertThat(TEST.judge(ONE_PER_CENT, new Proportion(0, 0)).verdict())
        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC));
  }

  @Test
  void aReferenceThatNeverFailedIsHeldForNoBetterThanItsNumberOfRequestsProves() {
    Proportion spotless = new Proportion(0, 200);
    assertThat(TEST.judge(spotless, new Proportion(2, 200)).verdict())
        .isEqualTo(new Verdict.Running());
    assertThat(TEST.judge(spotless, new Proportion(60, 200)).verdict())
        .isEqualTo(new Verdict.Fail());
    assertThat(TEST.judge(new Proportion(0, 100_000), new Proportion(5, 500)).verdict())
        .isEqualTo(new Verdict.Fail());
  }

  @Test
  void theReferenceIsTheStableArmOfTheWindows() {
    assertThat(
            AbsoluteRateTest.reference(
                List.of(new Window(9000, 90, 1000, 500), new Window(5000, 40, 5000, 70))))
        .isEqualTo(new Proportion(130, 14_000));
  }

  @Test
  void noNumberIsTooLarge() {
    long[] counts = {0, 1, 1_000_000_000L, Counting.MOST};
    for (long before : counts) {
      for (long after : counts) {
        for (long eventsBefore : new long[] {0, before / 2, before}) {
          for (long eventsAfter : new long[] {0, after / 2, after}) {
            Evidence evidence =
                TEST.judge(new Proportion(eventsBefore, before), new Proportion(eventsAfter, after))
                    .evidence();
            assertThat(List.of(evidence.value(), evidence.bound(), evidence.eValue()))
                .as("%s", evidence)
                .allSatisfy(it -> assertThat(it).isFinite().isNotNegative());
          }
        }
      }
    }
  }

  @Test
  void aToleranceBelowOneIsRefused() {
    assertThatThrownBy(() -> new AbsoluteRateTest(new Significance(0.05), 0.9))
        .hasMessage("A tolerance of at least 1, not 0.9");
  }
}
