package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows cut out of a column and put behind each other again are what they were. */
class ColumnTest {
  private static final Column PAIRS =
      Column.of(
          "x",
          DataType.INT64,
          Shape.of(3, 2),
          new long[] {1, 2, 3, 4, 5, 6},
          Validity.allBut(BitSet.valueOf(new long[] {0b100110})));

  @Test
  void someRowsKeepTheirShapeTheirValuesAndWhatIsMissing() {
    Column last = PAIRS.rows(1, 3);

    assertThat(last).hasToString("x INT64" + Shape.of(2, 2));
    assertThat(last.longs()).containsExactly(3, 4, 5, 6);
    assertThat(List.of(last.isValid(0), last.isValid(1), last.isValid(2), last.isValid(3)))
        .containsExactly(false, true, true, false);
  }

  @Test
  void noRowIsAPartToo() {
    assertThat(PAIRS.rows(2, 2).length()).isZero();
    assertThat(Column.ofDoubles("x").rows(0, 0).length()).isZero();
  }

  @Test
  void partsThatAreJoinedAreTheWhole() {
    Column whole = Column.joined(List.of(PAIRS.rows(0, 1), PAIRS.rows(1, 1), PAIRS.rows(1, 3)));

    assertThat(whole.longs()).isEqualTo(PAIRS.longs());
    assertThat(whole.shape()).isEqualTo(PAIRS.shape());
    assertThat(whole.validity()).isEqualTo(PAIRS.validity());
  }

  @Test
  void rowsOfOtherShapesAreNotJoinedAndAScalarHasNone() {
    assertThatThrownBy(() -> Column.joined(List.of(PAIRS, Column.ofLongs("x", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not go behind rows of x INT64" + Shape.of(3, 2));

    Column scalar = Column.of("x", DataType.INT64, Shape.of(), new long[] {1});
    assertThatThrownBy(() -> scalar.rows(0, 1)).hasMessageContaining("has no rows");
    assertThatThrownBy(() -> Column.joined(List.of(scalar))).hasMessageContaining("has no rows");
  }
}
