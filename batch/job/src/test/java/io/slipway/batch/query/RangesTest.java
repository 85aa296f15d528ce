package io.slipway.batch.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.query.Ranges.Counted;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Each number that there is, was or will be is in one range. */
class RangesTest {

  @Property
  void everyNumberIsInOneRange(
      @ForAll long one,
      @ForAll long other,
      @ForAll long number,
      @ForAll @IntRange(min = 1, max = 1000) int ranges) {
    Ranges cut = Ranges.between(Math.min(one, other), Math.max(one, other), ranges);
    assertThat(cut.all()).hasSizeLessThanOrEqualTo(ranges);
    assertThat(cut.all().stream().filter(range -> has(range, number))).hasSize(1);
    for (long end : new long[] {one, other}) {
      assertThat(cut.all().stream().filter(range -> has(range, end))).hasSize(1);
    }
  }

  private static boolean has(Range range, long number) {
    return (range.from().isEmpty() || number >= range.from().getAsLong())
        && (range.to().isEmpty() || number < range.to().getAsLong());
  }

  @Property
  void rangesWithoutRowsBelongToTheirNeighbours(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 2) Integer> rows,
      @ForAll @IntRange(min = -30, max = 60) int number) {
    Ranges cut = Ranges.between(0, rows.size() - 1L, rows.size());
    List<Counted> counted = cut.counted(rows.stream().mapToLong(Integer::longValue).toArray());
    assertThat(counted.stream().mapToLong(Counted::rows).sum())
        .isEqualTo(rows.stream().mapToLong(Integer::longValue).sum());
    if (!counted.isEmpty()) {
      assertThat(counted.stream().filter(one -> has(one.range(), number))).hasSize(1);
    }
  }

  @Test
  void widthsAreAsEqualAsWholeNumbersCanBe() {
    assertThat(Ranges.between(1, 10, 3).all().stream().map(Range::mark))
        .containsExactly("..4", "4..7", "7..");
    assertThat(Ranges.between(5, 6, 100).all().stream().map(Range::mark))
        .containsExactly("..6", "6..");
    assertThat(Ranges.between(7, 7, 100).all()).containsExactly(Range.ALL);
    assertThat(Ranges.between(Long.MIN_VALUE, Long.MAX_VALUE, 2).all().stream().map(Range::mark))
        .containsExactly("..0", "0..");
  }

  @Test
  void aMarkIsReadBack() {
    for (Range range :
        List.of(
            Range.ALL,
            new Range(OptionalLong.empty(), OptionalLong.of(-5)),
            new Range(OptionalLong.of(-5), OptionalLong.of(7)),
            new Range(OptionalLong.of(7), OptionalLong.empty()))) {
      assertThat(Range.of(range.mark())).isEqualTo(range);
    }
  }

  @Test
  void aRowIsComparedWithFewNumbersHoweverManyRangesThereAre() {
    String place = Ranges.between(0, 999_999, 1000).place("id");
    int deepest = 0;
    int depth = 0;
    for (String word : Arrays.asList(place.split("[ ]"))) {
      depth += word.equals("CASE") ? 1 : word.equals("END") ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    // SQL Server takes ten.
    assertThat(deepest).isEqualTo(10);
  }

  @Test
  void theFirstRangeHasTheRowsWithoutAValue() {
    assertThat(Ranges.between(0, 9, 2).all().stream().map(range -> range.condition("q.id")))
        .containsExactly(" WHERE (q.id < 5 OR q.id IS NULL)", " WHERE q.id >= 5");
    assertThat(Range.ALL.condition("q.id")).isEmpty();
  }
}
