package io.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Signature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestModelsTest {

  static List<TestModel> models() {
    return TestModels.available();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyFileOfAModelCanBeRead(TestModel model) {
    if (model.pmml().isPresent()) {
      assertThat(model.inputRows()).hasSameSizeAs(model.expectedRows()).isNotEmpty();
      assertThat(model.edgeCases()).allSatisfy(edge -> assertThat(edge.why()).isNotBlank());
    }
    if (model.onnx().isPresent()) {
      assertThat(model.onnxInput().columns()).isNotEmpty();
      assertThat(model.onnxExpected()).isNotEmpty();
    }
  }

  @Test
  void aSequenceOfMapsComesBackRowByRow() {
    TestModel model = TestModels.committed("onnx-zipmap-string");

    assertThat(model.onnxExpected())
        .singleElement()
        .isInstanceOfSatisfying(
            ExpectedOutput.SequenceOfMaps.class,
            output -> assertThat(output.maps().get(0)).containsOnlyKeys("a", "b", "c"));
  }

  @Test
  void everyBadFileIsThere() {
    assertThat(TestModels.badFiles())
        .hasSizeGreaterThan(100)
        .allSatisfy(bad -> assertThat(bad.file()).exists());
  }

  @Test
  void aRowBecomesColumnsOfTheSignaturesTypes() throws Exception {
    Signature signature =
        new Signature(
            List.of(
                Field.column("x", DataType.FP64, Field.Presence.OPTIONAL),
                Field.column("n", DataType.INT32, Field.Presence.REQUIRED)),
            List.of());

    Batch batch =
        TabularRows.toBatch(signature, List.of(Map.of("n", 7), Map.of("x", "1.5", "n", 8)));

    Column x = batch.column("x").orElseThrow();
    assertThat(x.isValid(0)).isFalse();
    assertThat(x.doubles()[1]).isEqualTo(1.5);
    assertThat(batch.column("n").orElseThrow().ints()).containsExactly(7, 8);
  }

  @Test
  void aDifferenceNamesTheOutputAndBothValues() {
    Comparison comparison = new Comparison(new Tolerance(1e-6, 0));

    assertThat(comparison.differences(Map.of("y", 100.0), Map.of("y", 100.00001))).isEmpty();
    assertThat(comparison.differences(Map.of("y", 100.0), Map.of("y", 101.0)))
        .containsExactly("y is 101.0, not 100.0");
    assertThat(comparison.differences(Map.of("y", Double.NaN), Map.of("y", 1.0))).hasSize(1);
  }
}
