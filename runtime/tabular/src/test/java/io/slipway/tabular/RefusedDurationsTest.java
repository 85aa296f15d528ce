package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.ModelLoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference makes nothing of, or nothing that can be told apart: refused when loaded. */
class RefusedDurationsTest {
  private static final String DAYS = "dateDaysSince[1970]";
  private static final String ITSELF = "<NumericPredictor name='d' coefficient='1'/>";
  private static final String FIELD = "<FieldRef field='d'/>";

  @TempDir Path folder;

  private Path write(DurationDocument document) throws Exception {
    return document.write(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dateDaysSince[0]",
        "dateTimeSecondsSince[0]",
        "dateDaysSince[2020]",
        "x-dateDaysSince[1970]",
        "timeseconds"
      })
  void whatTheReferenceHasNoAnswerForIsRefusedByName(String type) throws Exception {
    Path file = write(DurationDocument.of(type, ITSELF));

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("DataField: dataType=\"" + type + "\" is not supported");
  }

  static Stream<String> withoutAMeaning() {
    return Stream.of(
        "<Apply function='+'>%1$s<Constant>1</Constant></Apply>",
        "<Apply function='-'>%1$s%1$s</Apply>",
        "<Apply function='min'>%1$s%1$s</Apply>",
        "<Apply function='abs'>%1$s</Apply>",
        "<Apply function='rint'>%1$s</Apply>",
        "<Apply function='pow'>%1$s<Constant>2</Constant></Apply>",
        "<Apply function='equal'>%1$s<Constant>2</Constant></Apply>",
        "<Apply function='equal'>%1$s<Constant dataType='date'>1970-01-03</Constant></Apply>",
        "<Apply function='equal'><Constant>1970-01-03</Constant>%1$s</Apply>",
        "<Apply function='equal'>%1$s<Constant dataType='timeSeconds'>0:00:02</Constant></Apply>",
        "<Apply function='lessThan'>%1$s<Constant dataType='date'>1970-01-03</Constant></Apply>",
        "<Apply function='lessThan'>%1$s<Constant>soon</Constant></Apply>",
        "<Apply function='lessThan'>%1$s<Constant dataType='double'>NaN</Constant></Apply>",
        "<Apply function='lessThan'><Constant>1970-01-03</Constant>%1$s</Apply>",
        "<Apply function='isIn'>%1$s<Constant dataType='date'>1970-01-03</Constant></Apply>",
        "<Apply function='isIn'><Constant>a</Constant><Constant dataType='timeSeconds'>0:00:02</Constant></Apply>",
        "<Apply function='dateDaysSinceYear'>%1$s<Constant>1970</Constant></Apply>",
        "<Apply function='uppercase'>%1$s</Apply>",
        "<NormDiscrete field='d' value='2'/>");
  }

  @ParameterizedTest
  @MethodSource("withoutAMeaning")
  void whatTheReferenceAnswersNoRowOfIsRefusedAtOnce(String expression) throws Exception {
    Path file = write(DurationDocument.derived(DAYS, "double", expression.formatted(FIELD)));

    assertThatThrownBy(() -> PmmlReader.read(file)).isInstanceOf(ModelLoadException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "dateDaysSince[1970], date",
    "dateDaysSince[1970], string",
    "dateDaysSince[1970], boolean",
    "dateDaysSince[1970], timeSeconds",
    "dateDaysSince[1970], dateTimeSecondsSince[1970]",
    "dateTimeSecondsSince[1970], dateTime",
    "timeSeconds, time",
    "date, dateDaysSince[1970]",
    "dateTime, dateTimeSecondsSince[1970]",
    "time, timeSeconds",
    "integer, dateDaysSince[1970]"
  })
  void aDurationIsMadeOfNothingElse(String type, String other) throws Exception {
    Path file = write(DurationDocument.derived(type, other, FIELD));

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("casting ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <Value value='1900-01-01' property='missing'/> | '' | property="missing"
          <Value value='1900-01-01' property='invalid'/> | '' | property="invalid"
          '' | outliers='asExtremeValues' lowValue='0' | outliers of a field
          '' | missingValueReplacement='20' | "20" is no value of the type DAYS_SINCE_1970
          """)
  void whatOfADomainHasNoMeaningForDurationsIsRefusedByName(
      String domain, String treatment, String message) throws Exception {
    Path file = write(DurationDocument.treated(DAYS, domain, treatment));

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPredictionIsNoDuration() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("model.pmml"),
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
            <DataDictionary><DataField name="d" optype="continuous" dataType="timeSeconds"/><DataField name="y" optype="categorical" dataType="timeSeconds"/></DataDictionary>
            <TreeModel functionName="classification"><MiningSchema><MiningField name="d"/><MiningField name="y" usageType="target"/></MiningSchema><Node score="0:00:01"><True/></Node></TreeModel></PMML>
            """);

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("a prediction that is a duration");
  }
}
