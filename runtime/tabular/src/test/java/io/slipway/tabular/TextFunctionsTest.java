package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.ScoringException;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are made of others are what the reference makes of them. */
class TextFunctionsTest {
  private static final int DOCUMENTS = 400;
  private static final int ROWS = 60;

  private static final List<Map<String, Object>> SAMPLE =
      IntStream.range(0, RandomTexts.WORDS.size())
          .mapToObj(
              i ->
                  Map.<String, Object>of(
                      "c", RandomTexts.WORDS.get(i), "d", RandomTexts.WORDS.get(i), "n", i - 1))
          .toList();

  @TempDir Path folder;

  private Path file(String document) throws Exception {
    return Files.writeString(folder.resolve("model.pmml"), document);
  }

  @Test
  void aDocumentAnswersAsTheReferenceDoes() throws Exception {
    int answered = 0;
    int unsupported = 0;
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      String document = new RandomTexts(seed).next();
      Path file = file(document);
      try (Model expected = Reference.load(file);
          Model actual = PmmlReader.read(file)) {
        assertThat(actual.signature()).isEqualTo(expected.signature());
        RandomRows rows = new RandomRows(expected.signature(), SAMPLE, seed);
        Outcome outcome = Reference.compare(expected, actual, rows.next(ROWS), Closeness.ONE_ULP);
        assertThat(outcome.differences()).as(document).isEmpty();
        answered += outcome.answered();
      } catch (ModelLoadException e) {
        assertThat(e.reason()).as(document).isEqualTo(Reason.MODEL_UNSUPPORTED);
        assertThat(e).message().containsAnyOf("keeps values", "depends on the row");
        unsupported++;
      }
    }
    assertThat(unsupported).as("documents").isLessThan(DOCUMENTS / 4);
    assertThat(answered).as("rows that both answered").isGreaterThan(DOCUMENTS * ROWS / 4);
  }

  private Model model(String function, String... constants) throws Exception {
    return PmmlReader.read(
        file(
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
            <DataDictionary><DataField name="c" optype="categorical" dataType="string"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
            <RegressionModel functionName="regression"><MiningSchema><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
            <Output><OutputField name="text" optype="categorical" dataType="string" feature="transformedValue"><Apply function="%s"><FieldRef field="c"/>%s</Apply></OutputField></Output>
            <RegressionTable intercept="0"/></RegressionModel></PMML>
            """
                .formatted(
                    function,
                    String.join(
                        "",
                        List.of(constants).stream()
                            .map("<Constant dataType=\"string\">%s</Constant>"::formatted)
                            .toList()))));
  }

  @ParameterizedTest
  @CsvSource({"(a|b)*$, 200000", ".*.*.*=, 2000"})
  void aTextThatTakesTooMuchStackOrTooLongIsRefused(String expression, int length)
      throws Exception {
    try (Model model = model("replace", expression, "-")) {
      assertThat(text(model, "ab=")).isEqualTo("ab=".replaceAll(expression, "-"));
      assertThatThrownBy(() -> text(model, "a".repeat(length)))
          .isInstanceOf(ScoringException.class)
          .hasMessageContaining("row 0");
    }
  }

  /** A text that is joined to itself ever again. */
  @Test
  void aTextThatBecomesTooLongIsRefused() throws Exception {
    String twice =
        "<DefineFunction name='twice' optype='categorical' dataType='string'><ParameterField name='x' dataType='string'/><Apply function='concat'><FieldRef field='x'/><FieldRef field='x'/></Apply></DefineFunction>";
    String expression = "<FieldRef field='c'/>";
    for (int i = 0; i < 30; i++) {
      expression = "<Apply function='twice'>" + expression + "</Apply>";
    }
    Path file =
        file(
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
            <DataDictionary><DataField name="c" optype="categorical" dataType="string"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
            <TransformationDictionary>%s<DerivedField name="l" optype="continuous" dataType="integer"><Apply function="stringLength">%s</Apply></DerivedField></TransformationDictionary>
            <RegressionModel functionName="regression"><MiningSchema><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
            <RegressionTable intercept="0"><NumericPredictor name="l" coefficient="1"/></RegressionTable></RegressionModel></PMML>
            """
                .formatted(twice, expression));
    try (Model model = PmmlReader.read(file)) {
      assertThat(model.score(Batch.of(Column.ofStrings("c", ""))).columns().get(0).doubles())
          .containsExactly(0);
      assertThatThrownBy(() -> model.score(Batch.of(Column.ofStrings("c", "a"))))
          .isInstanceOf(ScoringException.class);
    }
  }

  private Model regression(String derived) throws Exception {
    return PmmlReader.read(file(regressionOf(derived)));
  }

  private static String regressionOf(String derived) {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="c" optype="categorical" dataType="string"/><DataField name="b" optype="categorical" dataType="boolean"/><DataField name="n" optype="continuous" dataType="integer"/><DataField name="x" optype="continuous" dataType="double"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        <TransformationDictionary>%s</TransformationDictionary>
        <RegressionModel functionName="regression"><MiningSchema><MiningField name="c"/><MiningField name="b"/><MiningField name="n"/><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
        <RegressionTable intercept="0"><NumericPredictor name="z" coefficient="1"/></RegressionTable></RegressionModel></PMML>
        """
        .formatted(derived);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<DerivedField name='z' optype='continuous' dataType='double'><Apply function='if'><FieldRef field='b'/><FieldRef field='x'/><Constant dataType='float'>0.1</Constant></Apply></DerivedField>",
        "<DerivedField name='z' optype='continuous' dataType='double'><Constant dataType='float'>0.1</Constant></DerivedField>",
        "<DerivedField name='m' optype='categorical' dataType='string'><MapValues outputColumn='o' dataType='string' defaultValue='FALSE'><FieldColumnPair field='c' column='i'/><InlineTable><row><i>red</i><o>true</o></row><row><i>blue</i><o>inf</o></row></InlineTable></MapValues></DerivedField><DerivedField name='z' optype='continuous' dataType='double'><FieldRef field='m'/></DerivedField>",
        "<DerivedField name='s' optype='categorical' dataType='dateTime'><Apply function='concat'><Constant dataType='string'>2020-02-03T00:00:0</Constant><FieldRef field='n'/><Constant dataType='string'>.5</Constant></Apply></DerivedField><DerivedField name='z' optype='continuous' dataType='integer'><Apply function='dateSecondsSinceYear'><FieldRef field='s'/><Constant dataType='integer'>2020</Constant></Apply></DerivedField>"
      })
  void whatIsReadIsWhatTheReferenceReads(String derived) throws Exception {
    Path file = file(regressionOf(derived));
    Batch rows =
        Batch.of(
            Column.ofStrings("c", "red", "blue", "other"),
            Column.ofBooleans("b", true, false, true),
            Column.ofLongs("n", 3, 4, 5),
            Column.ofDoubles("x", 0.25, 0.5, 1));
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      Outcome outcome = Reference.compare(expected, actual, rows, Closeness.ONE_ULP);
      assertThat(outcome.differences()).isEmpty();
      assertThat(outcome.answered()).isEqualTo(3);
    }
  }

  @Test
  void theTextOfANumberOfWhichTheRowSaysTheTypeIsNotMadeUp() {
    assertThatThrownBy(
            () ->
                regression(
                    "<DerivedField name='z' optype='continuous' dataType='integer'><Apply function='stringLength'><Apply function='concat'><Apply function='if'><FieldRef field='b'/><FieldRef field='n'/><FieldRef field='x'/></Apply><Constant dataType='string'>!</Constant></Apply></Apply></DerivedField>"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("the text of a number whose type depends on the row");
  }

  /** Each refers twice to the one before, which is looked at once. */
  @Test
  void aLongChainOfChoicesIsLoaded() throws Exception {
    StringBuilder chain =
        new StringBuilder(
            "<DerivedField name='d0' optype='categorical' dataType='string'><FieldRef field='c' mapMissingTo='1'/></DerivedField>");
    for (int i = 1; i <= 60; i++) {
      chain.append(
          "<DerivedField name='d%1$d' optype='categorical' dataType='string'><Apply function='if'><Apply function='isMissing'><FieldRef field='c'/></Apply><FieldRef field='d%2$d'/><FieldRef field='d%2$d'/></Apply></DerivedField>"
              .formatted(i, i - 1));
    }
    chain.append(
        "<DerivedField name='z' optype='continuous' dataType='double'><FieldRef field='d60'/></DerivedField>");
    try (Model model = regression(chain.toString())) {
      Batch row =
          Batch.of(
              Column.ofStrings("c", "2.5"),
              Column.ofBooleans("b", true),
              Column.ofLongs("n", 1),
              Column.ofDoubles("x", 1));
      assertThat(model.score(row).columns().get(0).doubles()).containsExactly(2.5);
    }
  }

  private static String text(Model model, String given) throws ScoringException {
    return model
        .score(Batch.of(Column.ofStrings("c", given)))
        .column("text")
        .orElseThrow()
        .strings()[0];
  }

  @ParameterizedTest
  @CsvSource({
    "replace, [a, -, its pattern is no regular expression",
    "replace, 'a{10000}', -, its pattern is no regular expression",
    "replace, a, $1, its replacement refers to groups",
    "replace, a, ${b}, its replacement refers to groups",
    "replace, a, $, its replacement refers to groups",
    "replace, a, \\, its replacement refers to groups"
  })
  void whatWouldRefuseEveryRowIsRefusedAtOnce(
      String function, String expression, String replacement, String message) {
    assertThatThrownBy(() -> model(function, expression, replacement))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((ModelLoadException) e).reason())
        .isEqualTo(Reason.MODEL_UNSUPPORTED);
  }
}
