package io.slipway.batch.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.batch.summary.Distribution.Labels;
import io.slipway.batch.summary.Distribution.Texts;
import io.slipway.batch.summary.OutputDrift.Cause;
import io.slipway.batch.summary.OutputDrift.Measured;
import io.slipway.batch.summary.OutputDrift.NotComparable;
import io.slipway.batch.summary.StabilityIndex.Share;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How differently two sets are. */
class SetDriftTest {
  private static OutputSummary numbers(DoubleStream numbers) {
    double[] values = numbers.toArray();
    SummaryBuilder builder = new SummaryBuilder(Map.of("x", DataType.FP64));
    builder.add(
        Column.ofStrings(
            "key", IntStream.range(0, values.length).mapToObj(i -> "k").toArray(String[]::new)),
        Batch.of(Column.ofDoubles("x", values)),
        Column.ofMissing("error", DataType.BYTES, values.length));
    return builder.summary().outputs().get(0);
  }

  private static OutputSummary labels(Map<String, Long> counts, long others) {
    return new OutputSummary("x", 0, new Labels(counts, others));
  }

  private static StabilityIndex index(OutputSummary before, OutputSummary now) {
    return ((Measured) OutputDrift.of(before, now)).index();
  }

  private static DoubleStream normal(long seed, int count, double mean) {
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToDouble(i -> mean + random.nextGaussian());
  }

  @Test
  void theIndexIsTheSumOverClasses() {
    // By hand: p = (100.5, 300.5) / 401, q = (200.5, 200.5) / 401.
    double p = 100.5 / 401;
    double expected =
        2 * (0.5 - p) * Math.log(0.5 / p) / 2 + (1 - p - 0.5) * Math.log((1 - p) / 0.5);
    StabilityIndex index =
        new StabilityIndex(List.of(new Share("a", 100, 200), new Share("b", 300, 200)));
    assertThat(index.value()).isCloseTo(expected, within(1e-12));
    assertThat(index.chance()).isCloseTo(2.0 / 400 * 3.8415, within(1e-12));
    assertThat(index.drift()).isCloseTo(expected - 2.0 / 400 * 3.8415, within(1e-12));
  }

  @Test
  void twoSetsOfOneDistributionHaveNoDriftButChance() {
    int withDrift = 0;
    for (int seed = 0; seed < 200; seed++) {
      StabilityIndex index =
          index(numbers(normal(seed, 2000, 0)), numbers(normal(seed + 10_000, 2000, 0)));
      assertThat(index.classes()).hasSize(10);
      withDrift += index.drift() > 0 ? 1 : 0;
    }
    // 5 of 100 are expected to be beyond the 95th percentile.
    assertThat(withDrift).isBetween(2, 25);
  }

  @Test
  void aShiftByOneStandardDeviationIsAnIndexOfOne() {
    // Between two normal distributions of one variance the divergence is the squared distance.
    double index = index(numbers(normal(1, 100_000, 0)), numbers(normal(2, 100_000, 1))).value();
    assertThat(index).isBetween(0.85, 1.05);
  }

  @Test
  void sizeDoesNotMatterButWhereValuesLieDoes() {
    assertThat(
            index(
                    numbers(normal(1, 50_000, 0).map(x -> 1e6 + x)),
                    numbers(normal(2, 5_000, 0).map(x -> 1e6 + x)))
                .drift())
        .isLessThan(0.01);
    assertThat(
            index(
                    numbers(normal(1, 50_000, 0).map(x -> 1e6 + x)),
                    numbers(normal(2, 5_000, 1).map(x -> 1e6 + x)))
                .drift())
        .isGreaterThan(0.8);
    assertThat(
            index(
                    numbers(normal(1, 50_000, 0).map(x -> Math.exp(5 * x))),
                    numbers(normal(2, 50_000, 1).map(x -> Math.exp(5 * x))))
                .value())
        .isBetween(0.85, 1.05);
  }

  @Test
  void fewDifferentNumbersAreLabels() {
    DoubleStream before = IntStream.range(0, 1200).mapToDouble(i -> i % 12);
    DoubleStream now = IntStream.range(0, 1200).mapToDouble(i -> i % 12 == 4 ? 3 : i % 12);
    StabilityIndex index = index(numbers(before), numbers(now));
    assertThat(index.classes()).contains(new Share("3", 100, 200), new Share("4", 100, 0));
    assertThat(index.drift()).isGreaterThan(0.3);
  }

  @Test
  void valuesThatOnlyOneOfThemHasAreAClass() {
    // By the earlier set's deciles alone nothing would have changed: 0.9 and 0.8 are both its last.
    StabilityIndex index =
        index(
            numbers(IntStream.range(0, 1000).mapToDouble(i -> i % 2 == 0 ? 0.1 : 0.9)),
            numbers(IntStream.range(0, 1000).mapToDouble(i -> i % 2 == 0 ? 0.1 : 0.8)));
    assertThat(index.classes())
        .containsExactlyInAnyOrder(
            new Share("0.1", 500, 500), new Share("0.8", 0, 500), new Share("0.9", 500, 0));
    assertThat(index.drift()).isGreaterThan(2);
  }

  @Test
  void valuesThatAreNoNumberAnyMoreAreDrift() {
    StabilityIndex index =
        index(
            numbers(normal(1, 1000, 0)),
            numbers(normal(2, 1000, 0).map(x -> x > 0 ? Double.NaN : x)));
    assertThat(index.classes().get(index.classes().size() - 1).name()).isEqualTo("no number");
    assertThat(index.drift()).isGreaterThan(1);
  }

  @Test
  void intervalsAreNamedByTheirEnds() {
    List<Share> classes =
        index(
                numbers(IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0)),
                numbers(IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0)))
            .classes();
    assertThat(classes).hasSize(10).allMatch(one -> one.before() == one.now());
    assertThat(classes.get(0).name()).isEqualTo("up to 0.099");
    assertThat(classes.get(1).name()).isEqualTo("0.099 to 0.199");
    assertThat(classes.get(9).name()).isEqualTo("above 0.899");
  }

  @Test
  void rareLabelsAreOneClass() {
    StabilityIndex index =
        index(
            labels(Map.of("yes", 500L, "no", 480L, "a", 10L, "b", 10L), 0),
            labels(Map.of("yes", 500L, "no", 480L, "c", 20L), 0));
    assertThat(index.classes())
        .containsExactly(
            new Share("yes", 500, 500),
            new Share("no", 480, 480),
            new Share("3 rare ones", 20, 20));
  }

  @Test
  void aLabelThatIsAmongTheOthersOfTheOtherSideIsTakenForOneOfThem() {
    StabilityIndex index =
        index(labels(Map.of("yes", 900L, "seldom", 60L), 40), labels(Map.of("yes", 900L), 100));
    assertThat(index.classes())
        .containsExactly(new Share("yes", 900, 900), new Share("all others", 100, 100));
  }

  @Test
  void themostClassesThatThereCanBeHaveANoise() {
    Map<String, Long> counts = new java.util.HashMap<>();
    IntStream.range(0, 50).forEach(i -> counts.put("l" + i, 200L));
    IntStream.range(0, 50).forEach(i -> counts.put("r" + i, 1L));
    StabilityIndex index =
        index(
            new OutputSummary("x", 3, new Labels(counts, 5)),
            new OutputSummary("x", 3, new Labels(counts, 5)));
    assertThat(index.value()).isZero();
    assertThat(index.chance()).isPositive();
  }

  @Test
  void whatCannotBeComparedSaysWhy() {
    OutputSummary texts = new OutputSummary("x", 0, new Texts(20_000));
    assertThat(OutputDrift.of(texts, texts)).isEqualTo(new NotComparable("x", Cause.TEXTS));
    assertThat(OutputDrift.of(texts, labels(Map.of("a", 1L), 0)))
        .isEqualTo(new NotComparable("x", Cause.ANOTHER_KIND));
    Summary before = new Summary(5, Errors.NONE, List.of());
    Summary now = new Summary(5, Errors.NONE, List.of(texts));
    assertThat(SetDrift.of(before, now).outputs())
        .containsExactly(new NotComparable("x", Cause.NEW));
    assertThat(SetDrift.of(before, now).notComparable())
        .extracting(NotComparable::why)
        .containsExactly("the previous set does not have it");
    assertThat(SetDrift.of(before, now).largest()).isEmpty();
  }
}
