package io.slipway.batch.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipway.batch.summary.Distribution.Numbers;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What is plotted. */
class BarsTest {
  private static Numbers of(DoubleStream values) {
    HistogramCounter counter = new HistogramCounter(1024);
    values.forEach(counter::add);
    return new Numbers(0, 0, Optional.empty(), counter.histogram());
  }

  private static double sum(java.util.List<Double> shares) {
    return shares.stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void equalSharesAreBarsOfOneHeight() {
    Bars bars = Bars.of(of(new Random(1).doubles(100_000)), Optional.empty()).orElseThrow();
    assertThat(bars.shares()).hasSize(40).allSatisfy(s -> assertThat(s).isBetween(0.015, 0.035));
    assertThat(sum(bars.shares())).isCloseTo(1, within(1e-9));
  }

  @Test
  void oneValueFarOutDoesNotSqueezeTheOthersTogether() {
    Bars bars =
        Bars.of(
                of(DoubleStream.concat(new Random(1).doubles(10_000), DoubleStream.of(1e9))),
                Optional.of(of(new Random(2).doubles(10_000))))
            .orElseThrow();
    assertThat(bars.to()).isLessThan(1.1);
    assertThat(sum(bars.shares())).isCloseTo(1, within(1e-9));
    assertThat(sum(bars.before().orElseThrow())).isCloseTo(1, within(1e-9));
  }

  @Test
  void aSingleValueIsABarInTheMiddle() {
    for (double value : new double[] {0, 5, -1e-300, Double.MIN_VALUE, 1e300}) {
      Bars bars = Bars.of(of(DoubleStream.of(value, value)), Optional.empty()).orElseThrow();
      assertThat(bars.from()).isLessThan(bars.to());
      assertThat(bars.shares().stream().filter(share -> share == 1.0)).hasSize(1);
      assertThat(bars.shares().indexOf(1.0)).as("of %s", value).isBetween(19, 20);
    }
  }

  @Test
  void anOutputThatIsAlwaysZeroIsABarBetweenNumbersThatPeopleCanTellApart() {
    Bars bars =
        Bars.of(of(DoubleStream.of(0, -0.0, 0)), Optional.of(of(DoubleStream.of(0)))).orElseThrow();
    assertThat(bars.from()).isEqualTo(-0.5);
    assertThat(bars.to()).isEqualTo(0.5);
    assertThat(bars.shares().get(20)).isOne();
    assertThat(bars.before().orElseThrow()).isEqualTo(bars.shares());
  }

  @Test
  void numbersThatDifferInTheirLastDigitsHaveAPlotWhoseEndsDiffer() {
    for (double value : new double[] {1e15, -1e15, 1e-200, 123456789.5}) {
      double next = Math.nextUp(value);
      Bars bars = Bars.of(of(DoubleStream.of(value, next)), Optional.empty()).orElseThrow();
      assertThat(bars.to() - bars.from()).isGreaterThan(Math.abs(value) * 1e-9);
      assertThat(sum(bars.shares())).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void withoutANumberThereIsNoPlot() {
    Numbers none = new Numbers(3, 0, Optional.empty(), new Histogram(0, new TreeMap<>()));
    assertThat(Bars.of(none, Optional.of(none))).isEmpty();
    assertThat(Bars.of(none, Optional.of(of(DoubleStream.of(1, 2)))).orElseThrow().shares())
        .containsOnly(0.0);
  }
}
