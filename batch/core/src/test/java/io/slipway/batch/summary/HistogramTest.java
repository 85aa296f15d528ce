package io.slipway.batch.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Bins that suit any numbers, and that are the same whatever comes first. */
class HistogramTest {
  private static Histogram of(int mostBins, double... numbers) {
    HistogramCounter counter = new HistogramCounter(mostBins);
    Arrays.stream(numbers).forEach(counter::add);
    return counter.histogram();
  }

  @Test
  void aFewDifferentNumbersHaveABinEach() {
    Histogram histogram = of(4, 0.1, -3, 0.1, 0.0, -0.0);
    assertThat(histogram.fold()).isZero();
    assertThat(histogram.counts().values()).containsExactly(1L, 2L, 2L);
    assertThat(histogram.counts().keySet().stream().map(histogram::from))
        .containsExactly(-3.0, 0.0, 0.1);
  }

  @Property
  void everyFiniteNumberLiesInItsBinAndBinsAscend(
      @ForAll double one, @ForAll double other, @ForAll int someFold) {
    int fold = Math.floorMod(someFold, Histogram.MOST_FOLD + 1);
    Histogram histogram = new Histogram(fold, new java.util.TreeMap<>());
    long bin = Histogram.place(one) >> fold;
    assertThat(one == 0 ? 0.0 : one).isBetween(histogram.from(bin), histogram.to(bin));
    if (one < other) {
      assertThat(bin).isLessThanOrEqualTo(Histogram.place(other) >> fold);
    }
  }

  @Property(tries = 200)
  void neitherTheOrderNorTheCutIntoPartsMatters(@ForAll long seed) {
    Random random = new Random(seed);
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      numbers.add(random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
    }
    double[] inOrder = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    Collections.shuffle(numbers, random);
    double[] shuffled = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(of(64, shuffled)).isEqualTo(of(64, inOrder));
    assertThat(of(64, inOrder).counts()).hasSizeLessThanOrEqualTo(64);
    assertThat(of(64, inOrder).total()).isEqualTo(500);
    // A histogram of finer bins folds into the one of coarser bins.
    assertThat(of(256, inOrder).folded(of(64, inOrder).fold())).isEqualTo(of(64, inOrder));
  }

  @Test
  void numbersThatDifferInTheirLastDigitsAreToldApart() {
    double[] numbers = new Random(7).doubles(10_000, 1_000_000, 1_000_010).toArray();
    Histogram histogram = of(1024, numbers);
    assertThat(histogram.counts()).hasSizeBetween(512, 1024);
  }

  @Test
  void theLargestAndTheSmallestNumbersHaveTheirPlace() {
    Histogram histogram = of(2, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0, 1);
    assertThat(histogram.counts().values()).containsExactly(1L, 4L);
    assertThat(histogram.from(histogram.counts().firstKey())).isEqualTo(-Double.MAX_VALUE);
    assertThat(histogram.to(histogram.counts().lastKey())).isEqualTo(Double.MAX_VALUE);
  }
}
