package io.slipway.server.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BinCountsTest {
  private final BinCounts counts = new BinCounts();

  @Property
  void everyNumberCountsInItsBin(
      @ForAll @Size(max = 300) List<@DoubleRange(min = -1000, max = 1000) Double> values) {
    BinCounts counted = new BinCounts();
    values.forEach(counted::add);

    Map<Integer, Long> expected =
        values.stream()
            .collect(Collectors.groupingBy(FineBins::of, TreeMap::new, Collectors.counting()));
    assertThat(counted.bins().counts()).isEqualTo(expected);
  }

  @Test
  void manyThreadsLoseNoNumber() {
    IntStream.range(0, 200_000).parallel().forEach(i -> counts.add(i % 100 / 100.0));
    assertThat(total(counts.bins())).isEqualTo(200_000);
  }

  @Test
  void howeverWildTheNumbersTheBinsStayFewAndNoneIsLost() {
    for (int exponent = -300; exponent <= 300; exponent++) {
      for (int i = 0; i < 64; i++) {
        counts.add(Math.pow(10, exponent) * (1 + i / 64.0));
        counts.add(-Math.pow(10, exponent) * (1 + i / 64.0));
      }
    }
    assertThat(counts.bins().counts()).hasSizeLessThanOrEqualTo(32 * BinCounts.MOST_OCTAVES);
    assertThat(total(counts.bins())).isEqualTo(601 * 64 * 2);
  }

  @Test
  void aNumberBeyondTheBinsThereMayBeCountsInTheNearest() {
    for (int octave = 0; octave < BinCounts.MOST_OCTAVES; octave++) {
      counts.add(Math.pow(2, octave));
    }
    counts.add(1e300);
    counts.add(1e-300);
    counts.add(-1);
    counts.add(1e301);

    assertThat(counts.bins().counts())
        .containsEntry(FineBins.of(Math.nextDown(Math.pow(2, BinCounts.MOST_OCTAVES))), 2L)
        .containsEntry(FineBins.of(1), 3L)
        .hasSize(BinCounts.MOST_OCTAVES + 1);
  }

  @Property
  void foldingKeepsTheCountAndFoldsNoMoreThanItMust(
      @ForAll @Size(max = 200) List<@DoubleRange(min = -10, max = 10) Double> values,
      @ForAll @IntRange(min = 2, max = 50) int most) {
    BinCounts counted = new BinCounts();
    values.forEach(counted::add);

    Bins folded = counted.bins().within(most);

    assertThat(folded.counts()).hasSizeLessThanOrEqualTo(most);
    assertThat(total(folded)).isEqualTo(values.size());
    folded
        .counts()
        .keySet()
        .forEach(bin -> assertThat(FineBins.folded(bin, folded.fold())).isEqualTo(bin));
    if (folded.fold() > 0) {
      assertThat(
              counted.bins().counts().keySet().stream()
                  .map(bin -> FineBins.folded(bin, folded.fold() - 1))
                  .distinct())
          .hasSizeGreaterThan(most);
    }
  }

  @Test
  void twoThatCountedAddUp() {
    BinCounts other = new BinCounts();
    counts.add(1.0);
    other.add(1.0);
    other.add(-2.0);
    counts.add(other);
    assertThat(counts.bins().counts()).isEqualTo(Map.of(FineBins.of(1), 2L, FineBins.of(-2), 1L));
  }

  private static long total(Bins bins) {
    return bins.counts().values().stream().mapToLong(Long::longValue).sum();
  }
}
