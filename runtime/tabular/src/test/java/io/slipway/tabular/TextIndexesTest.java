package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.tabular.Reference.Closeness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words are counted after tables were applied to their text, as by the reference. */
class TextIndexesTest {
  private static final int DOCUMENTS = 300;
  private static final int ROWS = 40;
  private static final List<String> WORDS =
      List.of("the", "The", "red", "REDDER", "a.b", "ab", "a", "reader", "READ", "$", "of", "-");

  @TempDir Path folder;

  private Model model(String document) throws Exception {
    return PmmlReader.read(file(document));
  }

  private Path file(String document) throws Exception {
    return Files.writeString(folder.resolve("model.pmml"), document);
  }

  /**
   * @param index between the start of the index and its term
   */
  private static String document(String attributes, String index, List<String> terms) {
    String derived =
        IntStream.range(0, terms.size())
            .mapToObj(
                i ->
                    "<DerivedField name='t%d' optype='continuous' dataType='double'><TextIndex textField='c' %s>%s<Constant dataType='string'>%s</Constant></TextIndex></DerivedField>"
                        .formatted(i, attributes, index, terms.get(i)))
            .collect(Collectors.joining());
    String predictors =
        IntStream.range(0, terms.size())
            .mapToObj(
                i ->
                    "<NumericPredictor name='t%d' coefficient='%d'/>"
                        .formatted(i, (int) Math.pow(10, i)))
            .collect(Collectors.joining());
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="c" optype="categorical" dataType="string"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        <TransformationDictionary>%s</TransformationDictionary>
        <RegressionModel functionName="regression"><MiningSchema><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
        <RegressionTable intercept="0">%s</RegressionTable></RegressionModel></PMML>
        """
        .formatted(derived, predictors);
  }

  private static String table(Random random) {
    boolean recursive = random.nextInt(3) == 0;
    String rows =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(i -> recursive ? stopWords(random) : replacement(random))
            .collect(Collectors.joining());
    return "<TextIndexNormalization recursive='%s'%s><InlineTable>%s</InlineTable></TextIndexNormalization>"
        .formatted(
            recursive,
            random.nextBoolean() ? "" : " isCaseSensitive='" + random.nextBoolean() + "'",
            rows);
  }

  private static String stopWords(Random random) {
    return row(pick(random, "\\b(the|of|a)\\b", "(?u)\\b(red|ab)\\b", "read"), " ", "true");
  }

  private static String replacement(Random random) {
    return random.nextBoolean()
        ? row(
            pick(random, "(re)(d+)", "\\.", "[aeiou]", "the$", "\\s+"),
            pick(random, "", "x", "$0$0", " "),
            "true")
        : row(pick(random, "a.b", "$", "read", "the "), pick(random, "red", " ", "ab"), "false");
  }

  private static String row(String string, String stem, String regex) {
    return "<row><string>%s</string><stem>%s</stem><regex>%s</regex></row>"
        .formatted(string, stem, regex);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Batch texts(Random random) {
    return Batch.of(
        Column.ofStrings(
            "c",
            IntStream.range(0, ROWS)
                .mapToObj(
                    row ->
                        IntStream.range(0, random.nextInt(9))
                            .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                            .collect(Collectors.joining(pick(random, " ", " ", "  ", ""))))
                .toArray(String[]::new)));
  }

  @Test
  void aDocumentCountsAsTheReferenceDoes() throws Exception {
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      String document =
          document(
              "x-wordRE='%s' isCaseSensitive='%s' localTermWeights='%s'"
                  .formatted(
                      pick(random, "\\w+", "(?u)\\b\\w\\w+\\b"),
                      random.nextBoolean(),
                      pick(random, "termFrequency", "binary")),
              table(random) + (random.nextBoolean() ? table(random) : ""),
              List.of("red", "the", "ab", "read", "x"));
      Path file = file(document);
      try (Model expected = Reference.load(file);
          Model actual = PmmlReader.read(file)) {
        Reference.Outcome outcome =
            Reference.compare(expected, actual, texts(random), Closeness.ONE_ULP);
        assertThat(outcome.differences()).as(document).isEmpty();
        assertThat(outcome.answered()).isEqualTo(ROWS);
      }
    }
  }

  @Test
  void aTableWithoutEndRefusesTheRowsThatItHasNoneFor() throws Exception {
    String document =
        document(
            "x-wordRE='\\w+'",
            "<TextIndexNormalization recursive='true'><InlineTable>%s</InlineTable></TextIndexNormalization>"
                .formatted(row("a", "aa", "false")),
            List.of("b"));
    try (Model model = model(document)) {
      assertThat(model.score(Batch.of(Column.ofStrings("c", "b b"))).columns().get(0).doubles())
          .containsExactly(2);
      assertThatThrownBy(() -> model.score(Batch.of(Column.ofStrings("c", "b a"))))
          .isInstanceOf(ScoringException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[a | b | true | what it replaces is no regular expression",
        "a | $1 | true | a replacement refers to groups that there are not",
        "a | $1 | false | a replacement refers to groups that there are not"
      })
  void aTableThatRefusesEveryRowIsRefused(
      String string, String stem, String regex, String message) {
    String table =
        "<TextIndexNormalization><InlineTable>%s</InlineTable></TextIndexNormalization>"
            .formatted(row(string, stem, regex));
    assertThatThrownBy(() -> model(document("x-wordRE='\\w+'", table, List.of("a"))))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(message);
  }
}
