package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns are found by their names, however many there are and whatever they are called. */
class BatchTest {
  private static final double[] ONE_VALUE = {1};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 1000})
  void everyColumnIsFoundByItsNameAndNoOther(int count) {
    List<Column> columns =
        IntStream.range(0, count).mapToObj(i -> Column.ofDoubles("x" + i, i)).toList();

    Batch batch = Batch.of(columns);

    assertThat(batch.size()).isEqualTo(count);
    assertThat(batch.columns()).isEqualTo(columns);
    for (Column column : columns) {
      assertThat(batch.column(column.name())).containsSame(column);
    }
    for (int i = 0; i < count; i++) {
      for (int likely : new int[] {0, i, i + 1, count, count + 1}) {
        assertThat(batch.column("x" + i, likely)).containsSame(columns.get(i));
      }
    }
    assertThat(batch.column("x" + count, 0)).isEmpty();
    assertThat(batch.column("x" + count)).isEmpty();
    assertThat(batch.column("")).isEmpty();
  }

  @Test
  void namesOfOneHashAreToldApart() {
    List<Column> columns = new ArrayList<>();
    for (String first : List.of("Aa", "BB")) {
      for (String second : List.of("Aa", "BB")) {
        for (String third : List.of("Aa", "BB")) {
          columns.add(Column.ofDoubles(first + second + third, columns.size()));
        }
      }
    }
    assertThat(columns.stream().map(column -> column.name().hashCode()).distinct()).hasSize(1);

    Batch batch = Batch.of(columns.subList(0, 7));

    for (Column column : columns.subList(0, 7)) {
      assertThat(batch.column(column.name())).containsSame(column);
    }
    assertThat(batch.column(columns.get(7).name())).isEmpty();
  }

  @Test
  void twoColumnsOfOneNameAreNoBatch() {
    assertThatThrownBy(
            () ->
                Batch.of(
                    Column.ofDoubles("age", 1),
                    Column.ofDoubles("bmi", 2),
                    Column.ofDoubles("age")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two columns are named age");
  }

  @Test
  void columnsNamedAsThoseOfAnotherBatchAreFoundByItsNames() {
    ColumnNames names = Batch.of(Column.ofDoubles("age", 1), Column.ofDoubles("bmi", 2)).names();
    List<Column> columns = List.of(Column.ofLongs("age", 3), Column.ofLongs("bmi", 4));

    Batch batch = Batch.of(names, columns);

    assertThat(batch.names()).isSameAs(names);
    assertThat(batch.columns()).isEqualTo(columns);
    assertThat(batch.column("age")).containsSame(columns.get(0));
    assertThat(batch.column("bmi")).containsSame(columns.get(1));
    assertThat(batch.column("bp")).isEmpty();
  }

  @Test
  void columnsNamedOtherwiseAreFoundByTheirOwnNames() {
    ColumnNames names = Batch.of(Column.ofDoubles("age", 1), Column.ofDoubles("bmi", 2)).names();
    Column age = Column.ofLongs("age", 3);
    Column bmi = Column.ofLongs("bmi", 4);
    Column bp = Column.ofLongs("bp", 5);

    for (List<Column> columns :
        List.of(
            List.of(bmi, age),
            List.of(age),
            List.of(age, bp),
            List.of(age, bmi, bp),
            List.<Column>of())) {
      Batch batch = Batch.of(names, columns);

      assertThat(batch.columns()).isEqualTo(columns);
      for (Column column : List.of(age, bmi, bp)) {
        assertThat(batch.column(column.name()).stream().toList())
            .as("%s of %s", column, columns)
            .isEqualTo(columns.contains(column) ? List.of(column) : List.of());
      }
    }
    assertThatThrownBy(() -> Batch.of(names, List.of(age, age)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void columnsStayWhatTheyWere() {
    List<Column> columns = new ArrayList<>(List.of(Column.ofDoubles("age", 1)));
    Batch batch = Batch.of(columns);
    columns.clear();
    assertThat(batch.columns()).hasSize(1);
    assertThatThrownBy(() -> batch.columns().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aRowOfNumbersIsABatchOfItsColumns() {
    Batch like =
        Batch.of(
            Column.ofDoubles("age", 1), Column.of("bmi", DataType.FP64, Shape.of(1, 1), ONE_VALUE));
    RowLayout layout = RowLayout.of(like).orElseThrow();
    double[] values = {-0.0, Double.NaN};

    Batch row = Batch.of(layout, values);

    assertThat(row.size()).isEqualTo(2);
    assertThat(row.rows()).hasValue(1);
    assertThat(row.row().orElseThrow().values()).isSameAs(values);
    assertThat(row.row().orElseThrow().layout()).isSameAs(layout);
    assertThat(row.names()).isSameAs(like.names());
    assertThat(row.columns()).isSameAs(row.columns());
    for (int i = 0; i < values.length; i++) {
      Column column = row.columns().get(i);
      assertThat(column.name()).isEqualTo(like.columns().get(i).name());
      assertThat(column.shape()).isEqualTo(like.columns().get(i).shape());
      assertThat(column.validity().hasMissing()).isFalse();
      assertThat(column.doubles()).containsExactly(values[i]);
      assertThat(row.column(column.name())).containsSame(column);
      assertThat(row.column(column.name(), 1)).containsSame(column);
      assertThat(layout.find(column.name())).hasValue(i);
    }
    assertThat(row.column("bp")).isEmpty();
    assertThat(layout.find("bp")).isEmpty();
    assertThat(row.rows(0, 1).column("bmi").orElseThrow().doubles()).containsExactly(values[1]);
    assertThat(Batch.joined(List.of(row, like)).columns().get(0).doubles())
        .containsExactly(-0.0, 1);
    assertThat(like.row()).isEmpty();
  }

  @Test
  void aRowHasAsManyNumbersAsColumns() {
    RowLayout layout = RowLayout.of(Batch.of(Column.ofDoubles("age", 1))).orElseThrow();
    assertThatThrownBy(() -> Batch.of(layout, new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 values for 1 columns");
  }

  @Test
  void rowsAreThoseOfTheFirstColumn() {
    assertThat(Batch.of(Column.ofDoubles("x", 1, 2, 3)).rows()).hasValue(3);
    assertThat(Batch.of(Column.ofDoubles("x")).rows()).hasValue(0);
    assertThat(Batch.of().rows()).isEmpty();
  }

  @Test
  void withoutColumnsThereIsNoRow() {
    assertThat(RowLayout.of(Batch.of())).isEmpty();
  }

  static List<Column> notOneNumber() {
    return List.of(
        Column.ofDoubles("x", 1, 2),
        Column.ofDoubles("x"),
        Column.ofFloats("x", 1),
        Column.ofLongs("x", 1),
        Column.ofStrings("x", "1"),
        Column.ofMissing("x", DataType.FP64, 1),
        Column.of("x", DataType.FP64, Shape.of(), ONE_VALUE),
        Column.of("x", DataType.FP64, Shape.of(1, 1, 1), ONE_VALUE),
        Column.of("x", DataType.FP64, Shape.of(1, 2), new double[2]));
  }

  @ParameterizedTest
  @MethodSource("notOneNumber")
  void whatIsNotOneNumberIsNoPartOfSuchARow(Column column) {
    assertThat(RowLayout.of(Batch.of(Column.ofDoubles("age", 1), column))).isEmpty();
  }
}
