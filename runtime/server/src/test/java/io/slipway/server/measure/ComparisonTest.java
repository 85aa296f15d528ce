package io.slipway.server.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static Column missing(String name, DataType type, Object values, int... rows) {
    BitSet bits = new BitSet();
    for (int row : rows) {
      bits.set(row);
    }
    int length = java.lang.reflect.Array.getLength(values);
    return Column.of(name, type, Shape.of(length), values, Validity.allBut(bits));
  }

  @Test
  void theSameAnswerDiffersInNothing() {
    List<Column> answer =
        List.of(Column.ofDoubles("p", 0.1, 0.2), Column.ofStrings("label", "no", "yes"));
    Comparison same = Comparison.of(answer, answer);
    assertThat(same.fault()).isEmpty();
    assertThat(same.rows()).isEqualTo(2);
    assertThat(same.flips()).isZero();
    assertThat(same.differences()).containsExactly(0, 0);
  }

  @Test
  void aRowFlipsOnceHoweverManyOfItsLabelsDo() {
    Comparison comparison =
        Comparison.of(
            List.of(
                Column.ofStrings("label", "a", "b", "c"),
                Column.ofBooleans("flag", true, true, true),
                Column.ofLongs("class", 1, 2, 3)),
            List.of(
                Column.ofLongs("class", 1, 7, 3),
                Column.ofStrings("label", "x", "b", "c"),
                Column.ofBooleans("flag", false, true, true),
                Column.ofDoubles("new", 1, 2, 3)));
    assertThat(comparison.fault()).isEmpty();
    assertThat(comparison.rows()).isEqualTo(3);
    assertThat(comparison.flips()).isEqualTo(2);
    assertThat(comparison.differences()).containsExactly(0, 5, 0);
  }

  @Test
  void aValueWhereThisModelHasNoneIsAFlipOfALabelAndNoDifference() {
    Comparison comparison =
        Comparison.of(
            List.of(
                missing("p", DataType.FP64, new double[] {0, 1}, 0),
                missing("label", DataType.BYTES, new String[] {"", "a"}, 0),
                Column.ofDoubles("q", Double.NaN, 2)),
            List.of(
                Column.ofDoubles("p", 5, 1.5),
                Column.ofStrings("label", "a", "a"),
                Column.ofDoubles("q", 1, 2)));
    assertThat(comparison.fault()).isEmpty();
    assertThat(comparison.flips()).isOne();
    assertThat(comparison.differences()).containsExactly(0.5, 0);
  }

  @Test
  void noUsableValueWhereThisModelHasOneIsAFault() {
    List<Column> ours = List.of(Column.ofDoubles("p", 1, 2), Column.ofStrings("l", "a", "b"));
    Column l = Column.ofStrings("l", "a", "b");
    Column p = Column.ofDoubles("p", 1, 2);
    assertThat(Comparison.of(ours, List.of(Column.ofDoubles("p", 1, Double.NaN), l)).fault())
        .hasValueSatisfying(why -> assertThat(why).contains("row 1").contains("p"));
    assertThat(
            Comparison.of(ours, List.of(Column.ofDoubles("p", Double.POSITIVE_INFINITY, 1), l))
                .fault())
        .isPresent();
    assertThat(
            Comparison.of(ours, List.of(missing("p", DataType.FP64, new double[2], 0), l)).fault())
        .isPresent();
    assertThat(
            Comparison.of(ours, List.of(p, missing("l", DataType.BYTES, new String[] {"a", ""}, 1)))
                .fault())
        .isPresent();
  }

  @Test
  void anotherSchemaIsAFault() {
    List<Column> ours = List.of(Column.ofDoubles("p", 1, 2));
    assertThat(Comparison.of(ours, List.of()).fault()).isPresent();
    assertThat(Comparison.of(ours, List.of(Column.ofDoubles("p", 1))).fault()).isPresent();
    assertThat(Comparison.of(ours, List.of(Column.ofFloats("p", 1, 2))).fault()).isPresent();
    assertThat(Comparison.faulty("it answered 500").rows()).isZero();
  }

  @Test
  void rowsOfTensorsFlipAsOne() {
    Comparison comparison =
        Comparison.of(
            List.of(Column.of("t", DataType.INT64, Shape.of(2, 2), new long[] {1, 2, 3, 4})),
            List.of(Column.of("t", DataType.INT64, Shape.of(2, 2), new long[] {1, 2, 5, 6})));
    assertThat(comparison.rows()).isEqualTo(2);
    assertThat(comparison.flips()).isOne();
    assertThat(comparison.differences()).containsExactly(0, 0, 2, 2);
  }
}
