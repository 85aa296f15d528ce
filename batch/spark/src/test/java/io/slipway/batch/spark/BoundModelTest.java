package io.slipway.batch.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Good rows, bad rows, and rows of several shapes, of which each gets what it would get alone. */
class BoundModelTest {
  private static final StructType ROWS =
      new StructType().add("x", DataTypes.createArrayType(DataTypes.IntegerType));

  private final Sums model = new Sums();

  @Test
  void rowsOfAnotherShapeGoIntoAnotherCall() {
    List<@Nullable Object[]> answers = score(row(1, 2), row(3, 4), row(5), row(6), row(7, 8));

    assertThat(answers).extracting(cells -> cells[0]).containsExactly(3.0, 7.0, 5.0, 6.0, 15.0);
    assertThat(model.calls).containsExactly(2, 2, 1);
  }

  @Test
  void aRowThatCannotBeReadCostsNoCall() {
    List<@Nullable Object[]> answers =
        score(row(1), row(new Object[] {null}), row(2), RowFactory.create((Object) null), row(3));

    assertThat(answers).extracting(cells -> cells[0]).containsExactly(1.0, null, 2.0, null, 3.0);
    assertThat(answers.get(1)[1])
        .isEqualTo("field \"x\": expected an array without nulls, found one with a null");
    assertThat(answers.get(3)[1])
        .isEqualTo("field \"x\": expected a value, for the model needs one, found null");
    assertThat(model.calls).containsExactly(3);
  }

  @Test
  void aRowThatTheModelRefusesSaysWhyAndTheOthersAreScored() {
    List<@Nullable Object[]> answers = score(row(1), row(-2), row(3));

    assertThat(answers).extracting(cells -> cells[0]).containsExactly(1.0, null, 3.0);
    assertThat(answers)
        .extracting(cells -> cells[1])
        .containsExactly(null, "field \"x\": below 0", null);
  }

  @Test
  void aBadRowThatComesFirstLeavesNothingBehind() {
    List<@Nullable Object[]> answers = score(row(1, 2, null), row(4), row(5));

    assertThat(answers).extracting(cells -> cells[0]).containsExactly(null, 4.0, 5.0);
  }

  @Test
  void anOutputThatTheModelDoesNotHaveIsNamed() {
    assertThatThrownBy(
            () -> BoundModel.of(model, ROWS, ScoringOptions.defaults().withOutput("mean")))
        .hasMessage("the model has no output \"mean\"; it has sum");
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    Answers answers = Answers.of(model.signature(), ScoringOptions.defaults());
    StructType rows = ROWS.add("SUM", DataTypes.DoubleType);
    assertThatThrownBy(() -> answers.after(rows))
        .hasMessageContaining("two columns would be called \"sum\"")
        .hasMessageContaining("prefix");
  }

  private List<@Nullable Object[]> score(Row... rows) {
    return BoundModel.of(model, ROWS, ScoringOptions.defaults()).score(List.of(rows));
  }

  private static Row row(@Nullable Object... numbers) {
    return RowFactory.create(CollectionConverters.asScala(Arrays.asList(numbers)).toSeq());
  }

  /** Sums the numbers of each row, and refuses those that begin below 0. */
  private static final class Sums implements Model {
    private final List<Integer> calls = new ArrayList<>();

    @Override
    public Signature signature() {
      return new Signature(
          List.of(Field.tensor("x", DataType.FP64, Shape.of(Shape.DYNAMIC, Shape.DYNAMIC))),
          List.of(Field.tensor("sum", DataType.FP64, Shape.of(Shape.DYNAMIC))));
    }

    @Override
    public EngineInfo engine() {
      return new EngineInfo("sums", "1", ExecutionProvider.CPU);
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      Column x = inputs.column("x").orElseThrow();
      calls.add(x.rows());
      int width = x.length() / x.rows();
      double[] sums = new double[x.rows()];
      for (int i = 0; i < x.length(); i++) {
        if (x.doubles()[i] < 0) {
          throw ScoringException.invalidValue(i / width, "x", "below 0");
        }
        sums[i / width] += x.doubles()[i];
      }
      return Batch.of(Column.ofDoubles("sum", sums));
    }

    @Override
    public void close() {}
  }
}
