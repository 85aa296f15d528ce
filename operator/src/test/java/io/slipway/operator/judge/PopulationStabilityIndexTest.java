package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.operator.judge.Counts.Bin;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PopulationStabilityIndexTest {

  private static final Verdict TOO_LITTLE =
      new Verdict.Inconclusive(InconclusiveReason.TOO_LITTLE_TRAFFIC);

  /** NumPy, from the formula with one half added to each count. */
  @ParameterizedTest
  @CsvSource({
    "100 200 300 400,                       120 180 330 370,               0.010900286129",
    "500 500,                               1000 0,                        3.796904263029",
    "103 98 101 97 99 104 100 96 102 100,   52 48 60 55 47 50 44 46 51 47, 0.007308453419",
  })
  void theIndexIsTheOneComputedElsewhere(String stable, String candidate, double expected) {
    assertThat(index(stable, candidate).value()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theNoiseIsTheOneComputedElsewhere() {
    // SciPy 1.17.1: (1/1000 + 1/500) * chi2.ppf(0.95, 9)
    assertThat(
            index("100 100 100 100 100 100 100 100 100 100", "50 50 50 50 50 50 50 50 50 50")
                .noise95())
        .isCloseTo(0.050756932813861344, within(1e-6));
    assertThat(index("1000", "500").noise95()).isZero();
  }

  @ParameterizedTest(name = "{0} of the candidate, {1} of the stable revision")
  @CsvSource({
    // candidate, stable, mean without any difference, 95th percentile
    "100,  1900, 0.093, 0.175",
    "500,  9500, 0.019, 0.034",
    "1000, 1000, 0.018, 0.032",
    "5000, 5000, 0.004, 0.007",
  })
  void withoutADifferenceTheIndexIsTheNoise(
      int candidate, int stable, double mean, double percentile95) {
    SplittableRandom random = new SplittableRandom(candidate);
    int runs = 1000;
    double[] values = new double[runs];
    int above = 0;
    for (int run = 0; run < runs; run++) {
      PopulationStabilityIndex index =
          PopulationStabilityIndex.ofNumbers(
              scores(random, stable, 0), scores(random, candidate, 0));
      assertThat(index.bins()).hasSizeBetween(9, 10);
      values[run] = index.value();
      above += index.excess() > 0 ? 1 : 0;
    }
    Arrays.sort(values);
    assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(mean, within(mean * 0.15));
    assertThat(values[runs * 95 / 100]).isCloseTo(percentile95, within(percentile95 * 0.15));
    assertThat((double) above / runs).as("above the noise").isBetween(0.02, 0.075);
  }

  @Test
  void aShiftOfTheScoresIsFoundFrom500Predictions() {
    SplittableRandom random = new SplittableRandom(55);
    for (int run = 0; run < 100; run++) {
      Map<Integer, Long> stable = scores(random, 2000, 0);
      Map<Integer, Long> shifted = scores(random, 500, 80);
      assertThat(PopulationStabilityIndex.ofNumbers(stable, shifted).judge(0.2).verdict())
          .isEqualTo(new Verdict.Fail());
    }
  }

  @Test
  void lookingOftenBlamesNoCandidateWithTheSameScores() {
    SplittableRandom random = new SplittableRandom(48);
    for (int run = 0; run < 100; run++) {
      Map<Integer, Long> stable = new HashMap<>();
      Map<Integer, Long> candidate = new HashMap<>();
      for (int look = 0; look < 30; look++) {
        scores(random, 300, 0).forEach((bin, count) -> stable.merge(bin, count, Long::sum));
        scores(random, 100, 0).forEach((bin, count) -> candidate.merge(bin, count, Long::sum));
        assertThat(PopulationStabilityIndex.ofNumbers(stable, candidate).judge(0.1).verdict())
            .isEqualTo(look < 4 ? TOO_LITTLE : new Verdict.Pass());
      }
    }
  }

  @Test
  void fewerThan500PredictionsOfAnArmSayNothing() {
    assertThat(index("499 0", "0 10000").judge(0.2).verdict()).isEqualTo(TOO_LITTLE);
    assertThat(index("10000 0", "0 499").judge(0.2).verdict()).isEqualTo(TOO_LITTLE);
    assertThat(index("500 0", "0 500").judge(0.2).verdict()).isEqualTo(new Verdict.Fail());
    assertThat(index("500 500", "0 0").judge(0.2).verdict())
        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC));
    assertThat(new PopulationStabilityIndex(List.of()).value()).isZero();
  }

  @Test
  void aModelThatAnswersOneValueAloneIsSeenToAnswerAnother() {
    Map<Integer, Long> always3 = Map.of(3, 1000L);
    assertThat(PopulationStabilityIndex.ofNumbers(always3, Map.of(7, 1000L)).judge(0.2).verdict())
        .isEqualTo(new Verdict.Fail());
    assertThat(PopulationStabilityIndex.ofNumbers(always3, always3).judge(0.2).verdict())
        .isEqualTo(new Verdict.Pass());
    // In bins by the stable revision's deciles, 8 and 9 would be one bin and the index 0.
    assertThat(
            PopulationStabilityIndex.ofNumbers(Map.of(1, 500L, 9, 500L), Map.of(1, 500L, 8, 500L))
                .judge(0.2)
                .verdict())
        .isEqualTo(new Verdict.Fail());
  }

  @Test
  void neighboursAreMergedToTenthsAndNoneIsLost() {
    SplittableRandom random = new SplittableRandom(9);
    for (int run = 0; run < 300; run++) {
      int spread = random.nextInt(1, 400);
      Map<Integer, Long> stable = someCounts(random, spread);
      Map<Integer, Long> candidate = someCounts(random, spread);
      PopulationStabilityIndex index = PopulationStabilityIndex.ofNumbers(stable, candidate);
      assertThat(index.bins()).hasSizeBetween(1, 10);
      assertThat(index.stableSamples()).isEqualTo(sum(stable));
      assertThat(index.candidateSamples()).isEqualTo(sum(candidate));
      assertThat(index.value()).isFinite().isNotNegative();
    }
  }

  @Test
  void rareLabelsAreTakenTogether() {
    Map<String, Long> stable = new HashMap<>(Map.of("cat", 5000L, "dog", 4000L));
    IntStream.range(0, 1000).forEach(it -> stable.put("rare" + it, 1L));
    Map<String, Long> candidate = new HashMap<>(Map.of("cat", 500L, "dog", 300L, "yak", 200L));
    PopulationStabilityIndex index = PopulationStabilityIndex.ofLabels(stable, candidate);
    assertThat(index.bins())
        .startsWith(new Bin(5000, 500), new Bin(4000, 300), new Bin(0, 200))
        .endsWith(new Bin(400, 0), new Bin(400, 0), new Bin(200, 0))
        .hasSize(6);
    assertThat(index.judge(0.2).verdict()).isEqualTo(new Verdict.Fail());
  }

  @Test
  void thousandsOfLabelsAreNotTooMany() {
    Map<String, Long> labels = new HashMap<>();
    IntStream.range(0, 5000).forEach(it -> labels.put("label" + it, 10L));
    PopulationStabilityIndex index = PopulationStabilityIndex.ofLabels(labels, labels);
    assertThat(index.bins()).hasSizeBetween(40, 50);
    assertThat(index.judge(0.2).verdict()).isEqualTo(new Verdict.Pass());
  }

  @Test
  void noNumberIsTooLarge() {
    long most = Counting.MOST;
    PopulationStabilityIndex index =
        new PopulationStabilityIndex(List.of(new Bin(most, 0), new Bin(0, most), new Bin(0, 0)));
    assertThat(index.value()).isFinite().isPositive();
    assertThat(index.judge(0.2).verdict()).isEqualTo(new Verdict.Fail());
  }

  private static PopulationStabilityIndex index(String stable, String candidate) {
    String[] left = stable.split(" ", -1);
    String[] right = candidate.split(" ", -1);
    return new PopulationStabilityIndex(
        IntStream.range(0, left.length)
            .mapToObj(bin -> new Bin(Long.parseLong(left[bin]), Long.parseLong(right[bin])))
            .toList());
  }

  /** Normally distributed, in bins of a hundredth of their standard deviation. */
  private static Map<Integer, Long> scores(SplittableRandom random, int count, double shift) {
    long[] bins = new long[2000];
    for (int score = 0; score < count; score++) {
      bins[(int) (random.nextGaussian() * 100 + shift + 1000)]++;
    }
    Map<Integer, Long> counts = new HashMap<>();
    for (int bin = 0; bin < bins.length; bin++) {
      if (bins[bin] > 0) {
        counts.put(bin, bins[bin]);
      }
    }
    return counts;
  }

  private static Map<Integer, Long> someCounts(SplittableRandom random, int spread) {
    Map<Integer, Long> counts = new HashMap<>();
    for (int draw = random.nextInt(1, 100); draw > 0; draw--) {
      counts.merge(random.nextInt(-spread, spread), random.nextLong(1000), Long::sum);
    }
    return counts;
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
