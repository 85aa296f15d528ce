package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {

  private static final Significance FIVE = new Significance(0.05);

  /** SciPy 1.17.1: betaln, and brentq for the bounds. */
  @ParameterizedTest
  @CsvSource({
    "0,   100,    0.05, 0,            0.0570285976, -0.8559292990",
    "10,  500,    0.05, 0.0050578317, 0.0508240786, -3.3375113462",
    "20,  1000,   0.01, 0.0068916137, 0.0435730229, -3.6818778722",
    "3,   10,     0.05, 0.0325151398, 0.7475871099, 4.3636833477",
    "400, 100000, 0.05, 0.0032125402, 0.0049061452, 963.2331931531",
    "500, 1000,   0.05, 0.4424183857, 0.5575816143, 1269.2857568208",
  })
  void boundsAndEvidenceAreThoseComputedElsewhere(
      long events, long trials, double alpha, double lower, double upper, double against2Percent) {
    Proportion proportion = new Proportion(events, trials);
    Significance significance = new Significance(alpha);
    assertThat(proportion.lowerBound(significance)).isCloseTo(lower, within(1e-9));
    assertThat(proportion.upperBound(significance)).isCloseTo(upper, within(1e-9));
    assertThat(proportion.logEValue(0.02)).isCloseTo(against2Percent, within(1e-8));
  }

  @ParameterizedTest(name = "rate {0}")
  @CsvSource({"0.001", "0.02", "0.5", "0.99"})
  void theBoundsCoverTheTrueRateAtAllLooksTogether(double rate) {
    SplittableRandom random = new SplittableRandom(Double.hashCode(rate));
    int runs = 1000;
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      long events = 0;
      boolean covered = true;
      for (int look = 1; look <= 100; look++) {
        events += Draws.binomial(random, 50, rate);
        covered &= new Proportion(events, 50L * look).logEValue(rate) < FIVE.logThreshold();
      }
      missed += covered ? 0 : 1;
    }
    assertThat((double) missed / runs).isLessThan(0.05);
  }

  @Test
  void aLimitIsKeptBrokenOrNotYetDecided() {
    assertThat(new Proportion(5, 2000).judge(0.02, FIVE).verdict()).isEqualTo(new Verdict.Pass());
    assertThat(new Proportion(80, 2000).judge(0.02, FIVE).verdict()).isEqualTo(new Verdict.Fail());
    assertThat(new Proportion(35, 2000).judge(0.02, FIVE).verdict())
        .isEqualTo(new Verdict.Running());
    assertThat(new Proportion(0, 0).judge(0.02, FIVE).verdict())
        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC));
  }

  @Test
  void verdictBoundAndEvidenceAgree() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 2000; round++) {
      long trials = random.nextLong(1, 3000);
      Proportion proportion = new Proportion(random.nextLong(trials + 1) / 20, trials);
      Judgement judgement = proportion.judge(0.02, FIVE);
      boolean above = proportion.lowerBound(FIVE) > 0.02;
      boolean below = proportion.upperBound(FIVE) < 0.02;
      assertThat(judgement.verdict() instanceof Verdict.Fail).as("%s", proportion).isEqualTo(above);
      assertThat(judgement.verdict() instanceof Verdict.Pass).as("%s", proportion).isEqualTo(below);
      assertThat(judgement.evidence().eValue() >= 20).isEqualTo(above || below);
    }
  }

  @Test
  void moreEventsNeverLowerABound() {
    for (long trials : new long[] {1, 10, 333, 1_000_000}) {
      double lower = 0;
      double upper = 0;
      for (long events = 0; events <= trials; events += Math.max(1, trials / 50)) {
        Proportion proportion = new Proportion(events, trials);
        assertThat(proportion.lowerBound(FIVE)).isGreaterThanOrEqualTo(lower);
        assertThat(proportion.upperBound(FIVE)).isGreaterThanOrEqualTo(upper);
        lower = proportion.lowerBound(FIVE);
        upper = proportion.upperBound(FIVE);
        assertThat(proportion.estimate()).isBetween(lower, upper);
      }
    }
  }

  @Test
  void noNumberIsTooLarge() {
    long[] counts = {0, 1, 2, 1_000_000_000L, Counting.MOST - 1, Counting.MOST};
    double[] rates = {0, Double.MIN_VALUE, 1e-9, 0.02, 0.5, 1 - 1e-9, 1};
    for (long trials : counts) {
      for (long events : new long[] {0, Math.min(1, trials), trials / 2, trials}) {
        Proportion proportion = new Proportion(events, trials);
        assertThat(proportion.lowerBound(FIVE)).isBetween(0.0, proportion.estimate());
        assertThat(proportion.upperBound(FIVE)).isBetween(proportion.estimate(), 1.0);
        for (double rate : rates) {
          assertThat(proportion.logEValue(rate)).as("%s at %s", proportion, rate).isNotNaN();
          assertThat(proportion.judge(rate, FIVE).evidence().eValue()).isFinite().isNotNegative();
        }
      }
    }
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("Impossible counts: 3 events of 2");
  }
}
