package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine says of a model, and how it treats columns that do not agree with it. */
class SignatureTest {
  private static final String SCHEMA =
      """
      <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
        <Header/>
        <DataDictionary>
          <DataField name="age" optype="continuous" dataType="integer">
            <Interval closure="closedOpen" leftMargin="0" rightMargin="150"/>
          </DataField>
          <DataField name="height" optype="continuous" dataType="float">
            <Interval closure="closedClosed" leftMargin="32.1"/>
          </DataField>
          <DataField name="colour" optype="categorical" dataType="string">
            <Value value="red"/><Value value="blue"/><Value value="?" property="missing"/>
          </DataField>
          <DataField name="since" optype="ordinal" dataType="date"/>
          <DataField name="member" optype="categorical" dataType="boolean"/>
          <DataField name="y" optype="continuous" dataType="double"/>
        </DataDictionary>
        <RegressionModel functionName="regression">
          <MiningSchema>
            <MiningField name="age" missingValueTreatment="returnInvalid"/>
            <MiningField name="height" missingValueReplacement="170"/>
            <MiningField name="colour"/>
            <MiningField name="since"/>
            <MiningField name="member" invalidValueTreatment="asMissing"/>
            <MiningField name="y" usageType="target"/>
          </MiningSchema>
          <Output>
            <OutputField name="hidden" feature="predictedValue" dataType="double" isFinalResult="false"/>
            <OutputField name="rounded" feature="transformedValue" optype="continuous" dataType="integer">
              <Apply function="round"><FieldRef field="hidden"/></Apply>
            </OutputField>
          </Output>
          <RegressionTable intercept="0.25">
            <NumericPredictor name="age" coefficient="1"/>
            <NumericPredictor name="height" coefficient="0"/>
          </RegressionTable>
        </RegressionModel>
      </PMML>
      """;

  @TempDir Path folder;

  @Test
  void inputsCarryTypeDomainPresenceAndDefault() throws Exception {
    try (Model model = Documents.load(folder, SCHEMA)) {
      assertThat(model.signature().inputs())
          .extracting(Field::name, Field::type, Field::presence)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("age", DataType.INT64, Presence.REQUIRED),
              org.assertj.core.groups.Tuple.tuple("height", DataType.FP32, Presence.OPTIONAL),
              org.assertj.core.groups.Tuple.tuple("colour", DataType.BYTES, Presence.OPTIONAL),
              org.assertj.core.groups.Tuple.tuple("since", DataType.BYTES, Presence.OPTIONAL),
              org.assertj.core.groups.Tuple.tuple("member", DataType.BOOL, Presence.OPTIONAL));
      Field age = model.signature().input("age").orElseThrow();
      assertThat(Intervals.text(age.intervals())).isEqualTo("[0.0, 150.0)");
      assertThat(model.signature().input("colour").orElseThrow().allowedValues())
          .containsExactly("red", "blue");
      assertThat(model.signature().input("height").orElseThrow().defaultValue()).contains("170.0");
    }
  }

  @Test
  void outputsAreTheTargetAndTheFinalResults() throws Exception {
    try (Model model = Documents.load(folder, SCHEMA)) {
      assertThat(model.signature().outputs())
          .extracting(Field::name, Field::type)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("y", DataType.FP64),
              org.assertj.core.groups.Tuple.tuple("rounded", DataType.INT64));
      Batch answer =
          model.score(
              Batch.of(
                  Column.ofLongs("age", 20, 30),
                  Column.ofFloats("height", 32.1f, Float.NaN),
                  Column.ofStrings("colour", "red", "?")));
      assertThat(answer.column("y").orElseThrow().doubles()).containsExactly(20.25, 30.25);
      assertThat(answer.column("rounded").orElseThrow().longs()).containsExactly(20, 30);
    }
  }

  @Test
  void aRefusedValueNamesRowFieldAndWhatIsAllowed() throws Exception {
    try (Model model = Documents.load(folder, SCHEMA)) {
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> model.score(Batch.of(Column.ofLongs("age", 20, 150))))
          .withMessage("field age does not accept 150; allowed: [0.0, 150.0)")
          .satisfies(
              e -> {
                assertThat(e.row()).hasValue(1);
                assertThat(e.field()).contains("age");
                assertThat(e.fault()).isEqualTo(ScoringException.Fault.INPUT);
              });
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(
              () ->
                  model.score(
                      Batch.of(Column.ofLongs("age", 20), Column.ofStrings("colour", "green"))))
          .withMessage("field colour does not accept \"green\"; allowed: red, blue");
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> model.score(Batch.of(Column.ofStrings("colour", "red"))))
          .withMessage("field age has no value, and the model requires one");
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> model.score(Batch.of(Column.ofLongs("age", 1L << 40))))
          .satisfies(e -> assertThat(e.field()).contains("age"));
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(
              () ->
                  model.score(
                      Batch.of(Column.ofLongs("age", 20), Column.ofStrings("since", "tomorrow"))))
          .satisfies(e -> assertThat(e.field()).contains("since"));
    }
  }

  @Test
  void aColumnThatDoesNotFitIsRefusedByName() throws Exception {
    try (Model model = Documents.load(folder, SCHEMA)) {
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> model.score(Batch.of(Column.ofLongs("aeg", 1))))
          .withMessage("the model has no input field aeg");
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> model.score(Batch.of(Column.ofDoubles("age", 1))))
          .withMessage("field age takes INT64, not FP64");
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(
              () ->
                  model.score(Batch.of(Column.ofLongs("age", 1, 2), Column.ofFloats("height", 1))))
          .withMessage("field height has 1 rows, while others have 2");
    }
  }

  @Test
  void noRowsGiveNoRows() throws Exception {
    try (Model model = Documents.load(folder, SCHEMA)) {
      assertThat(model.score(Batch.of(Column.ofLongs("age"))).column("y").orElseThrow().length())
          .isZero();
    }
  }

  @Test
  void verificationRowsThatAreNotReproducedAreAReasonToRefuse() throws Exception {
    Path original = TestModels.committed("sk-logreg-multiclass-iris").pmml().orElseThrow();
    String document = java.nio.file.Files.readString(original);
    String altered = document.replaceFirst("intercept=\"", "intercept=\"1");

    assertThat(altered).isNotEqualTo(document);
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> Documents.load(folder, altered))
        .withMessageContaining("does not reproduce the verification rows");
  }

  @Test
  void theEngineSaysWhoScoresAndRefusesAGpu() throws Exception {
    Path file = TestModels.committedFolder().resolve("bad/pmml/ok-tiny.pmml");
    try (Model model = new PmmlEngine().load(file, LoadOptions.cpu())) {
      assertThat(model.engine().name()).isEqualTo("jpmml");
      assertThat(model.engine().version()).matches("\\d+\\.\\d+\\.\\d+");
      assertThat(model.engine().executionProvider()).isEqualTo(ExecutionProvider.CPU);
    }
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> new PmmlEngine().load(file, new LoadOptions(ExecutionProvider.CUDA, 1)))
        .withMessageContaining("scored on the CPU");
  }
}
