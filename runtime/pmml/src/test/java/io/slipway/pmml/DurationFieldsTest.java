package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields of dates and durations: what callers are told of them, and what is refused by name. */
class DurationFieldsTest {
  @TempDir Path folder;

  private Model model(String type, String values, String treatment) throws Exception {
    return Documents.load(
        folder,
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="d" optype="continuous" dataType="%s">%s</DataField><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        <RegressionModel functionName="regression"><MiningSchema><MiningField name="d" %s/><MiningField name="y" usageType="target"/></MiningSchema>
        <Output><OutputField name="units" optype="continuous" dataType="%s" feature="transformedValue"><FieldRef field="d"/></OutputField></Output>
        <RegressionTable intercept="0"/></RegressionModel></PMML>
        """
            .formatted(type, values, treatment, type));
  }

  @ParameterizedTest
  @CsvSource({
    "date, 2024-02-29, 2024-02-29",
    "time, 10:00:00, 10:00",
    "dateTime, 2024-02-29T10:00:01, 2024-02-29T10:00:01",
    "dateDaysSince[1960], 1959-12-31, 1959-12-31",
    "x-dateDaysSince[2020], 2024-02-29, 2024-02-29",
    "dateTimeSecondsSince[1970], 1969-12-31T23:59:59, 1969-12-31T23:59:59",
    "timeSeconds, -0100:00:01, -100:00:01",
    "timeSeconds, 00:00:59, 0:00:59",
  })
  void listedValuesAndReplacementsAreToldAsCallersWriteThem(
      String type, String inDocument, String told) throws Exception {
    String value = "<Value value=\"%s\"/>".formatted(inDocument);
    String replacement = "missingValueReplacement=\"%s\"".formatted(inDocument);
    try (Model model = model(type, value, replacement)) {
      Field field = model.signature().input("d").orElseThrow();

      assertThat(field.type()).isEqualTo(DataType.BYTES);
      assertThat(field.allowedValues()).containsExactly(told);
      assertThat(field.defaultValue()).contains(told);
      Batch asTold = Batch.of(Column.ofStrings("d", told));
      Batch missing = Batch.of(Column.ofMissing("d", DataType.BYTES, 1));
      assertThat(units(model, asTold)).isEqualTo(units(model, missing));
    }
  }

  private static String units(Model model, Batch row) throws ScoringException {
    return model.score(row).column("units").orElseThrow().strings()[0];
  }

  @Test
  void aDurationIsAnsweredAsTheNumberOfItsUnits() throws Exception {
    try (Model model = model("dateDaysSince[1970]", "", "")) {
      assertThat(units(model, Batch.of(Column.ofStrings("d", "1969-12-31")))).isEqualTo("-1");
    }
  }

  @Test
  void anUnreadableValueThatIsTakenAsItIsIsRefusedByItsField() throws Exception {
    try (Model model = model("dateDaysSince[1970]", "", "invalidValueTreatment=\"asIs\"")) {
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> model.score(Batch.of(Column.ofStrings("d", "1970-01-01", "15340"))))
          .withMessage("field d does not accept \"15340\"")
          .satisfies(
              e -> {
                assertThat(e.row()).hasValue(1);
                assertThat(e.field()).contains("d");
                assertThat(e.fault()).isEqualTo(ScoringException.Fault.INPUT);
              });
    }
  }

  @Test
  void aReplacementThatIsNoneOfTheTypeIsRefusedByItsField() throws Exception {
    try (Model model = model("timeSeconds", "", "missingValueReplacement=\"20\"")) {
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> model.score(Batch.of(Column.ofMissing("d", DataType.BYTES, 1))))
          .withMessage(
              "field d has no value, and what the model puts in its place is no timeSeconds")
          .satisfies(e -> assertThat(e.field()).contains("d"));
    }
  }
}
