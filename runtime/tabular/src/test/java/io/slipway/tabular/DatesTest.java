package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates and times: texts to callers, and the reference's numbers in a model. */
class DatesTest {
  private static final int ROWS = 300;

  private static final List<String> UNFIT =
      List.of("", "2024-02-30", "24:00", "12:60:00", "2024-1-1", "soon", "2024-01-01T10:00:00Z");

  @TempDir Path folder;

  private Path document(String fields, String transformations, String predictor) throws Exception {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary>%s<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        <TransformationDictionary>%s</TransformationDictionary>
        <RegressionModel functionName="regression"><MiningSchema><MiningField name="d"/><MiningField name="y" usageType="target"/></MiningSchema>
        <RegressionTable intercept="0"><NumericPredictor name="%s" coefficient="1"/></RegressionTable></RegressionModel></PMML>
        """
            .formatted(fields, transformations, predictor));
  }

  private static String data(String type) {
    return "<DataField name=\"d\" optype=\"ordinal\" dataType=\"" + type + "\"/>";
  }

  private static String derived(String name, String type, String expression) {
    return "<DerivedField name=\"%s\" optype=\"%s\" dataType=\"%s\">%s</DerivedField>"
        .formatted(name, type.startsWith("i") ? "continuous" : "ordinal", type, expression);
  }

  private static String since(String function, String field, int year) {
    return "<Apply function=\"%s\"><FieldRef field=\"%s\"/><Constant dataType=\"integer\">%d</Constant></Apply>"
        .formatted(function, field, year);
  }

  private Outcome compare(Path file, String type, long seed) throws Exception {
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      assertThat(actual.signature()).isEqualTo(expected.signature());
      Random random = new Random(seed);
      List<String> texts = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        texts.add(
            random.nextInt(8) == 0 ? UNFIT.get(random.nextInt(UNFIT.size())) : text(type, random));
      }
      return Reference.compare(
          expected,
          actual,
          Batch.of(Column.ofStrings("d", texts.toArray(String[]::new))),
          Closeness.ONE_ULP);
    }
  }

  private static String text(String type, Random random) {
    String date =
        "%04d-%02d-%02d"
            .formatted(1890 + random.nextInt(200), 1 + random.nextInt(12), 1 + random.nextInt(28));
    String time =
        "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60))
            + List.of("", ":00", ":59", ":59.999999999", ":00.000000001", ":30.5")
                .get(random.nextInt(6));
    return switch (type) {
      case "date" -> date;
      case "time" -> time;
      default -> date + "T" + time;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "date, dateDaysSinceYear, 1960",
    "dateTime, dateDaysSinceYear, 2000",
    "dateTime, dateSecondsSinceYear, 1970",
    "dateTime, dateSecondsSinceYear, 2030",
  })
  void lengthsSinceAYearAreThoseOfTheReference(String type, String function, int year)
      throws Exception {
    Path file = document(data(type), derived("n", "integer", since(function, "d", year)), "n");

    Outcome outcome = compare(file, type, year);

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.answered()).isGreaterThan(ROWS / 2);
  }

  @ParameterizedTest
  @CsvSource({"date, dateDaysSinceYear", "dateTime, dateSecondsSinceYear"})
  void theEngineIsFoundToAgreeAndScores(String type, String function) throws Exception {
    Path file = document(data(type), derived("n", "integer", since(function, "d", 1990)), "n");
    try (Model loaded = Engines.installed().load(file, LoadOptions.cpu())) {
      assertThat(loaded.engine().name()).isEqualTo("tabular");
      assertThat(loaded.engine().passedOver()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"time", "dateTime"})
  void secondsSinceMidnightAreThoseOfTheReference(String type) throws Exception {
    String apply = "<Apply function=\"dateSecondsSinceMidnight\"><FieldRef field=\"d\"/></Apply>";
    Outcome outcome = compare(document(data(type), derived("n", "integer", apply), "n"), type, 1);

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.answered()).isGreaterThan(ROWS / 2);
  }

  private Path formatted(String type, String pattern) throws Exception {
    Path file = document(data(type), "", "y");
    String model =
        """
        <RegressionModel functionName="regression"><MiningSchema><MiningField name="d"/><MiningField name="y" usageType="target"/></MiningSchema>
        <Output><OutputField name="text" optype="categorical" dataType="string" feature="transformedValue"><Apply function="formatDatetime"><FieldRef field="d"/><Constant dataType="string">%s</Constant></Apply></OutputField></Output>
        <RegressionTable intercept="0"/></RegressionModel></PMML>
        """
            .formatted(pattern);
    String document = Files.readString(file);
    return Files.writeString(
        file, document.substring(0, document.indexOf("<RegressionModel")) + model);
  }

  @ParameterizedTest
  @CsvSource({
    "date, %Y-%m-%d",
    "date, day %j of %y in century %C: %e %D %F",
    "time, %H:%M:%S",
    "time, %I %k %l %R %T",
    "dateTime, %F at %T",
    "dateTime, no part"
  })
  void aPatternOfNumbersIsFilledAsByTheReference(String type, String pattern) throws Exception {
    Outcome outcome = compare(formatted(type, pattern), type, 3);

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.answered()).isGreaterThan(ROWS / 2);
  }

  @ParameterizedTest
  @CsvSource({
    "date, %B",
    "date, %H",
    "time, %Y",
    "dateTime, 100%",
    "dateTime, %%d",
    "dateTime, %L"
  })
  void aPatternOfAnythingElseIsRefused(String type, String pattern) throws Exception {
    Path file = formatted(type, pattern);

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("Apply: what its pattern asks for");
  }

  @Test
  void aPointInTimeHasADateAndATime() throws Exception {
    Path file =
        document(
            data("dateTime"),
            derived("day", "date", "<FieldRef field=\"d\"/>")
                + derived("n", "integer", since("dateDaysSinceYear", "day", 1990)),
            "n");

    Outcome outcome = compare(file, "dateTime", 2);

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.answered()).isGreaterThan(ROWS / 2);
  }

  @Test
  void aMissingDateHasNoLength() throws Exception {
    Path file =
        document(data("date"), derived("n", "integer", since("dateDaysSinceYear", "d", 1960)), "n");
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      Batch none = Batch.of(Column.ofMissing("d", DataType.BYTES, 1));
      assertThat(Reference.compare(expected, actual, none, Closeness.ONE_ULP).differences())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "date, 2024-02-29, 2024-02-29",
    "time, 10:00:00, 10:00",
    "time, 10:00, 10:00:00.000000001",
    "dateTime, 2024-02-29T10:00, 2024-02-29T10:00:00"
  })
  void aDateIsEqualToItselfHoweverWritten(String type, String constant, String text)
      throws Exception {
    String indicator =
        "<DerivedField name=\"n\" optype=\"continuous\" dataType=\"double\"><NormDiscrete field=\"d\" value=\"%s\"/></DerivedField>"
            .formatted(constant);
    Path file = document(data(type), indicator, "n");
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      Batch rows = Batch.of(Column.ofStrings("d", text, text("dateTime", new Random(1))));
      Batch first = Batch.of(Column.ofStrings("d", text));
      assertThat(Reference.compare(expected, actual, rows, Closeness.ONE_ULP).differences())
          .isEmpty();
      assertThat(Reference.compare(expected, actual, first, Closeness.ONE_ULP).answered())
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "time, dateDaysSinceYear, an argument is no date or time",
    "date, dateSecondsSinceYear, an argument is no date or time"
  })
  void whatIsNotKnownOfDatesIsRefusedByName(String type, String function, String message)
      throws Exception {
    Path file = document(data(type), derived("n", "integer", since(function, "d", 1960)), "n");

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(message);
  }
}
