package io.slipway.batch.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What the types of columns tell is refused before a job begins, with what to do. */
class InputTypesTest {

  @Test
  void numbersDoNotFeedTexts() {
    assertThatThrownBy(
            () -> bind(Field.column("city", DataType.BYTES, Presence.OPTIONAL), DataTypes.LongType))
        .hasMessage(
            "column \"city\" is of type bigint, and the model's input of that name is text: cast"
                + " the column, or rename it if it is something else");
  }

  @Test
  void truthValuesAndTimestampsFeedNoNumbers() {
    Field age = Field.column("age", DataType.FP64, Presence.OPTIONAL);
    assertThatThrownBy(() -> bind(age, DataTypes.BooleanType)).hasMessageContaining("boolean");
    assertThatThrownBy(() -> bind(age, DataTypes.TimestampType)).hasMessageContaining("timestamp");
  }

  @Test
  void arraysHaveToBeAsDeepAsTheTensor() {
    Field pixels = Field.tensor("pixels", DataType.FP32, Shape.of(Shape.DYNAMIC, 8, 8));
    var row = DataTypes.createArrayType(DataTypes.FloatType);
    bind(pixels, DataTypes.createArrayType(row));
    assertThatThrownBy(() -> bind(pixels, row)).hasMessageContaining("has shape [-1, 8, 8]");
    assertThatThrownBy(() -> bind(pixels, DataTypes.FloatType)).hasMessageContaining("pixels");
  }

  @Test
  void aTensorOfOneValueARowTakesTheValueAlone() {
    Field age = Field.tensor("age", DataType.FP32, Shape.of(Shape.DYNAMIC, 1));
    bind(age, DataTypes.FloatType);
    bind(age, DataTypes.createArrayType(DataTypes.FloatType));
  }

  @Test
  void anInputThatIsNeededAndNotThereIsNamed() {
    Signature signature =
        new Signature(List.of(Field.column("age", DataType.FP64, Presence.REQUIRED)), List.of());
    StructType rows = new StructType().add("Age", DataTypes.DoubleType);
    assertThatThrownBy(() -> RowBatch.of(signature, rows))
        .hasMessage("the model needs an input \"age\", and the rows have Age");
  }

  @Test
  void columnsThatAreNoInputAreLeftAlone() throws Exception {
    Signature signature =
        new Signature(List.of(Field.column("age", DataType.FP64, Presence.OPTIONAL)), List.of());
    RowBatch batch = RowBatch.of(signature, new StructType().add("seen", DataTypes.TimestampType));
    batch.add(org.apache.spark.sql.RowFactory.create((Object) null));
    assertThat(batch.inputs().column("age").orElseThrow().isValid(0)).isFalse();
  }

  private static void bind(Field field, org.apache.spark.sql.types.DataType column) {
    RowBatch.of(
        new Signature(List.of(field), List.of()), new StructType().add(field.name(), column));
  }
}
