package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class OddsRatioTestTest {

  private static final OddsRatioTest TEST = new OddsRatioTest(new Significance(0.05), 1.5);

  private static final double[] ODDS_RATIOS = {1.25, 1.5, 2, 3, 5, 10};

  @Test
  void theTotalsOfWindowsSayWhatTheirEventsSayOneByOne() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      List<Window> windows = someWindows(random, 40);
      double mean =
          DoubleStream.of(ODDS_RATIOS).map(ratio -> stepByStep(windows, ratio)).average().orElse(0);
      assertThat(OddsRatioTest.logEValue(windows))
          .as("%s", windows)
          .isCloseTo(Math.log(mean), within(1e-9));
    }
  }

  /** The product as the definition has it, event by event. */
  private static double stepByStep(List<Window> windows, double oddsRatio) {
    double product = 1;
    for (Window window : windows) {
      double share =
          (double) window.candidateRequests()
              / (window.candidateRequests() + window.stableRequests());
      double q = oddsRatio * share / (1 - share + oddsRatio * share);
      for (long event = 0; event < window.candidateEvents(); event++) {
        product *= q / share;
      }
      for (long event = 0; event < window.stableEvents(); event++) {
        product *= (1 - q) / (1 - share);
      }
    }
    return product;
  }

  /** SciPy 1.17.1: logsumexp, and brentq for the bounds. */
  @Test
  void evidenceAndBoundsAreThoseComputedElsewhere() {
    List<Window> windows =
        List.of(
            new Window(9900, 99, 100, 3),
            new Window(9000, 90, 1000, 14),
            new Window(5000, 61, 5000, 58));
    assertThat(OddsRatioTest.logEValue(windows)).isCloseTo(-1.7142778516, within(1e-9));
    assertThat(TEST.upperBound(windows)).isCloseTo(1.75242406, within(1e-7));
    assertThat(new OddsRatioTest(new Significance(0.01), 1.5).upperBound(windows))
        .isCloseTo(1.90177316, within(1e-7));
    assertThat(OddsRatioTest.estimate(windows)).isCloseTo(1.10076562, within(1e-8));
  }

  @Test
  void theOrderOfWindowsIsOfNoAccount() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 100; round++) {
      List<Window> windows = someWindows(random, 1000);
      List<Window> shuffled = new ArrayList<>(windows);
      Collections.shuffle(shuffled, new Random(round));
      assertThat(OddsRatioTest.logEValue(shuffled))
          .isCloseTo(OddsRatioTest.logEValue(windows), within(1e-9));
      assertThat(TEST.upperBound(shuffled)).isCloseTo(TEST.upperBound(windows), within(1e-6));
      assertThat(OddsRatioTest.estimate(shuffled))
          .isCloseTo(OddsRatioTest.estimate(windows), within(1e-9));
    }
  }

  @Test
  void everyEventOfTheCandidateSpeaksAgainstItAndEveryOneOfTheStableRevisionForIt() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 300; round++) {
      Window window = someWindow(random, 500);
      // Shares stay as they are, so that the event alone makes the difference.
      Window worse =
          new Window(
              window.stableRequests(),
              window.stableEvents(),
              window.candidateRequests(),
              Math.min(window.candidateRequests(), window.candidateEvents() + 1));
      Window better =
          new Window(
              window.stableRequests(),
              Math.min(window.stableRequests(), window.stableEvents() + 1),
              window.candidateRequests(),
              window.candidateEvents());
      double logEValue = OddsRatioTest.logEValue(List.of(window));
      double bound = TEST.upperBound(List.of(window));
      assertThat(OddsRatioTest.logEValue(List.of(worse))).isGreaterThanOrEqualTo(logEValue);
      assertThat(TEST.upperBound(List.of(worse))).isGreaterThanOrEqualTo(bound);
      assertThat(OddsRatioTest.logEValue(List.of(better))).isLessThanOrEqualTo(logEValue);
      assertThat(TEST.upperBound(List.of(better))).isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void aWindowWithoutOneOfTheArmsChangesNothing() {
    List<Window> windows = List.of(new Window(900, 9, 100, 4));
    List<Window> withLoneOnes =
        List.of(
            windows.getFirst(),
            new Window(0, 0, 0, 0),
            new Window(5000, 60, 0, 0),
            new Window(0, 0, 5000, 4000));
    assertThat(OddsRatioTest.logEValue(withLoneOnes))
        .isCloseTo(OddsRatioTest.logEValue(windows), within(1e-9));
    assertThat(TEST.upperBound(withLoneOnes)).isCloseTo(TEST.upperBound(windows), within(1e-6));
    assertThat(OddsRatioTest.estimate(withLoneOnes)).isEqualTo(OddsRatioTest.estimate(windows));
  }

  @Test
  void whereNothingCanBeComparedNothingIsSaid() {
    assertThat(TEST.judge(List.of()).verdict())
        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC));
    assertThat(TEST.judge(List.of(new Window(1000, 10, 0, 0))).verdict())
        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC));
    assertThat(TEST.judge(List.of(new Window(0, 0, 1000, 10))).verdict())
        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_BASELINE));
    assertThat(TEST.judge(List.of(new Window(1000, 0, 1000, 0))).verdict())
        .isEqualTo(new Verdict.Running());
  }

  @Test
  void theVerdictComesWithItsNumbers() {
    Judgement harmful = TEST.judge(List.of(new Window(9000, 90, 1000, 50)));
    assertThat(harmful.verdict()).isEqualTo(new Verdict.Fail());
    assertThat(harmful.evidence().value()).isCloseTo(5, within(1e-9));
    assertThat(harmful.evidence().eValue()).isGreaterThan(1e10);
    assertThat(harmful.evidence().stableSamples()).isEqualTo(9000);
    assertThat(harmful.evidence().candidateSamples()).isEqualTo(1000);

    Judgement harmless = TEST.judge(List.of(new Window(100_000, 1000, 100_000, 1000)));
    assertThat(harmless.verdict()).isEqualTo(new Verdict.Pass());
    assertThat(harmless.evidence().bound()).isBetween(1.0, 1.5);
    assertThat(harmless.evidence().limit()).isEqualTo(1.5);
  }

  @Test
  void evidenceOfNoHarmTakesEventsRatherThanRequests() {
    // 1 per cent of requests are events in both arms; so many of both arms together.
    assertThat(TEST.judge(List.of(evenly(200, 0.5))).verdict()).isEqualTo(new Verdict.Running());
    assertThat(TEST.judge(List.of(evenly(230, 0.5))).verdict()).isEqualTo(new Verdict.Pass());
    assertThat(TEST.judge(List.of(evenly(520, 0.1))).verdict()).isEqualTo(new Verdict.Running());
    assertThat(TEST.judge(List.of(evenly(550, 0.1))).verdict()).isEqualTo(new Verdict.Pass());
  }

  private static Window evenly(int events, double weight) {
    long candidateEvents = Math.round(events * weight);
    long stableEvents = events - candidateEvents;
    return new Window(stableEvents * 100, stableEvents, candidateEvents * 100, candidateEvents);
  }

  @Test
  void aDifferenceNobodyMindsIsNeverFound() {
    // The rates are 1.00 and 1.11 per cent, over two thousand million requests.
    assertThat(
            OddsRatioTest.logEValue(
                List.of(new Window(1_000_000_000, 10_000_000, 1_000_000_000, 11_100_000))))
        .isNegative();
    assertThat(
            OddsRatioTest.logEValue(
                List.of(new Window(1_000_000_000, 10_000_000, 1_000_000_000, 11_300_000))))
        .isGreaterThan(100);
  }

  @Test
  void moreEventsThanBeforeAreNoHarmWhenTheyAreKnownToKeepToTheLimit() {
    List<Window> aFifthMore = List.of(new Window(500_000, 5000, 500_000, 6000));
    assertThat(OddsRatioTest.logEValue(aFifthMore))
        .isGreaterThan(TEST.significance().logThreshold());
    assertThat(TEST.judge(aFifthMore).verdict()).isEqualTo(new Verdict.Pass());
    assertThat(new OddsRatioTest(new Significance(0.05), 1.1).judge(aFifthMore).verdict())
        .isEqualTo(new Verdict.Fail());
  }

  @Test
  void theEstimateIsNotDistortedByAnOutageDuringAStep() {
    // Rates are 1 and 2 per cent, then ten times that, while the candidate has more weight.
    assertThat(
            OddsRatioTest.estimate(
                List.of(new Window(9900, 99, 100, 2), new Window(5000, 500, 5000, 1000))))
        .isCloseTo(2, within(0.01));
  }

  @Test
  void noNumberIsTooLarge() {
    long most = Counting.MOST;
    long[] counts = {0, 1, 2, 1000, 1_000_000_000L, most - 1, most};
    for (long stable : counts) {
      for (long candidate : counts) {
        for (long stableEvents : new long[] {0, Math.min(1, stable), stable / 2, stable}) {
          for (long candidateEvents :
              new long[] {0, Math.min(1, candidate), candidate / 2, candidate}) {
            Window window = new Window(stable, stableEvents, candidate, candidateEvents);
            Evidence evidence = TEST.judge(List.of(window, window)).evidence();
            assertThat(List.of(evidence.value(), evidence.bound(), evidence.eValue()))
                .as("%s", window)
                .allSatisfy(it -> assertThat(it).isFinite().isNotNegative());
          }
        }
      }
    }
  }

  @Test
  void countsThatCannotBeAreAGapInTheData() {
    assertThat(Window.reported(10, 11, 10, 0)).isEmpty();
    assertThat(Window.reported(10, -1, 10, 0)).isEmpty();
    assertThat(Window.reported(Long.MAX_VALUE, 0, 10, 0)).isEmpty();
    assertThat(Window.reported(10, 10, 10, 0)).contains(new Window(10, 10, 10, 0));
    assertThatThrownBy(() -> new Window(10, 0, 3, 4))
        .hasMessage("Impossible counts: 0 events of 10 requests, 4 of 3");
  }

  @Test
  void limitsWithoutMeaningAreRefused() {
    assertThatThrownBy(() -> new OddsRatioTest(new Significance(0.05), 1))
        .hasMessage("An odds ratio above 1, not 1.0");
    assertThatThrownBy(() -> new Significance(Double.NaN))
        .hasMessage("alpha must lie between 0 and 1, not NaN");
    assertThat(Significance.ofChecks(5).alpha()).isEqualTo(0.01);
    assertThat(Significance.ofChecks(0)).isEqualTo(new Significance(0.05));
  }

  private static List<Window> someWindows(RandomGenerator random, int most) {
    List<Window> windows = new ArrayList<>();
    for (int count = random.nextInt(1, 5); count > 0; count--) {
      windows.add(someWindow(random, most));
    }
    return windows;
  }

  private static Window someWindow(RandomGenerator random, int most) {
    long stable = random.nextInt(1, most + 1);
    long candidate = random.nextInt(1, most + 1);
    return new Window(
        stable, random.nextLong(stable + 1), candidate, random.nextLong(candidate + 1));
  }
}
