package io.slipway.tabular;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents that make texts of texts and numbers, from a source of chance. */
final class RandomTexts {
  static final List<String> WORDS =
      List.of(
          "red",
          "Red wine",
          " a.b ",
          "aaa",
          "$1",
          "élan",
          "x-19",
          "",
          "19",
          "a\\b",
          "😀b",
          "1.5",
          "-3",
          "1e3",
          " 7",
          "INF",
          "-INF",
          "NaN",
          "+4",
          "0x10",
          "1d",
          "2147483648",
          "-0.0",
          "1_0");

  private static final List<String> EXPRESSIONS =
      List.of(
          "[aeiou]", "a+", "(r)(e)d", "^.", "b$", "\\s", "\\.", "(?i)R", "x|-", "(a*)*b", "",
          "\\d+");

  private static final List<String> REPLACEMENTS = List.of("", "-", "$0$0", "$$", "\\\\", "[$0]");

  private final Random random;

  RandomTexts(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  String next() {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary>
        <DataField name="c" optype="categorical" dataType="string"/>
        <DataField name="d" optype="categorical" dataType="string">%s</DataField>
        <DataField name="n" optype="continuous" dataType="integer"/>
        <DataField name="x" optype="continuous" dataType="double"/>
        <DataField name="f" optype="continuous" dataType="float"/>
        <DataField name="b" optype="categorical" dataType="boolean"/>
        <DataField name="y" optype="continuous" dataType="double"/>
        </DataDictionary>
        <TransformationDictionary>
        <DerivedField name="s" optype="categorical" dataType="string"><FieldRef field="%s" mapMissingTo="none"/></DerivedField>
        <DerivedField name="t" optype="categorical" dataType="string">%s</DerivedField>
        <DerivedField name="m" optype="categorical" dataType="boolean">%s</DerivedField>
        <DerivedField name="r" optype="continuous" dataType="%s">%s</DerivedField>
        <DerivedField name="l" optype="continuous" dataType="integer"><Apply function="stringLength">%s</Apply></DerivedField>
        </TransformationDictionary>
        <RegressionModel functionName="regression"><MiningSchema>
        <MiningField name="c"/><MiningField name="d" invalidValueTreatment="%s"/><MiningField name="n"/><MiningField name="x"/><MiningField name="f"/><MiningField name="b"/><MiningField name="y" usageType="target"/>
        </MiningSchema>
        <Output><OutputField name="text" optype="categorical" dataType="string" feature="transformedValue"><FieldRef field="t"/></OutputField></Output>
        <RegressionTable intercept="0">%s<NumericPredictor name="l" coefficient="100"/><CategoricalPredictor name="m" value="true" coefficient="10"/>%s</RegressionTable></RegressionModel></PMML>
        """
        .formatted(
            words(),
            pick(List.of("c", "d", "n", "x", "b")),
            random.nextInt(4) == 0 ? replaced() : text(3),
            matches(),
            pick(List.of("integer", "double", "float")),
            digits(),
            text(1),
            pick(List.of("returnInvalid", "asIs", "asMissing")),
            random.nextInt(3) == 0 ? "<NumericPredictor name='r' coefficient='1000'/>" : "",
            WORDS.stream()
                .filter(word -> !word.isBlank())
                .map(
                    word ->
                        "<CategoricalPredictor name='t' value='%s' coefficient='%d'/>"
                            .formatted(word, 1 + random.nextInt(9)))
                .collect(Collectors.joining()));
  }

  private static String words() {
    return WORDS.stream()
        .filter(word -> !word.isBlank())
        .map("<Value value='%s'/>"::formatted)
        .collect(Collectors.joining());
  }

  private String text(int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 3)) {
      case 11 -> "<FieldRef field='s'/>";
      case 0 -> "<FieldRef field='c'/>";
      case 1 -> "<FieldRef field='d'/>";
      case 2 -> constant(WORDS);
      case 3 -> apply(pick(List.of("lowercase", "uppercase", "trimBlanks")), text(depth - 1));
      case 4 -> apply("substring", text(depth - 1), position(1), position(0));
      case 5 -> apply("replace", text(depth - 1), constant(EXPRESSIONS), constant(REPLACEMENTS));
      case 6 ->
          apply("if", condition(), text(depth - 1), random.nextInt(4) == 0 ? "" : text(depth - 1));
      case 7 ->
          "<MapValues outputColumn='out' dataType='string'%s><FieldColumnPair field='c' column='in'/><InlineTable>%s</InlineTable></MapValues>"
              .formatted(
                  pick(List.of("", " defaultValue='other'", " mapMissingTo='none'")),
                  WORDS.stream()
                      .filter(word -> !word.isBlank() && random.nextBoolean())
                      .map(
                          word ->
                              "<row><in>%s</in><out>%s</out></row>"
                                  .formatted(word, pick(WORDS.subList(0, 3))))
                      .collect(Collectors.joining()));
      default ->
          apply(
              "concat",
              IntStream.range(0, 2 + random.nextInt(2))
                  .mapToObj(i -> random.nextBoolean() ? text(depth - 1) : value())
                  .toArray(String[]::new));
    };
  }

  private String condition() {
    return switch (random.nextInt(3)) {
      case 0 -> apply("isMissing", "<FieldRef field='c'/>");
      case 1 -> apply("equal", "<FieldRef field='c'/>", constant(WORDS));
      default ->
          "<Apply function='equal' mapMissingTo='%s'><FieldRef field='b'/><Constant dataType='boolean'>true</Constant></Apply>"
              .formatted(pick(List.of("true", "false", "0.0", "1")));
    };
  }

  /** With what stands for a missing text. */
  private String replaced() {
    String attribute = pick(List.of("", " defaultValue='none'", " mapMissingTo='no c'"));
    String text = pick(List.of("<FieldRef field='c'/>", "<FieldRef field='d'/>"));
    return "<Apply function='trimBlanks'%s>%s</Apply>".formatted(attribute, text);
  }

  /** Which often is a number, however written. */
  private String digits() {
    return switch (random.nextInt(4)) {
      case 0 -> withoutNaN("<FieldRef field='c'/>");
      case 1 -> apply("trimBlanks", withoutNaN("<FieldRef field='c'/>"));
      case 2 -> apply("replace", withoutNaN(text(1)), exactly("[a-zA-Z. -]"), exactly("1"));
      default -> apply("concat", value(), exactly(pick(List.of("", ".5", "e1", " "))));
    };
  }

  /** Which is a number to some steps of the reference, and to others none. */
  private static String withoutNaN(String text) {
    return apply("replace", text, exactly("(?i)nan"), exactly("0"));
  }

  private static String exactly(String text) {
    return "<Constant dataType='string'>%s</Constant>".formatted(text);
  }

  private String position(int least) {
    return switch (random.nextInt(8)) {
      case 0 -> "<FieldRef field='n'/>";
      case 1 -> "<Constant dataType='integer'>-1</Constant>";
      default -> "<Constant dataType='integer'>%d</Constant>".formatted(least + random.nextInt(4));
    };
  }

  private String value() {
    return pick(
        List.of(
            "<FieldRef field='n'/>",
            "<FieldRef field='x'/>",
            "<FieldRef field='f'/>",
            "<FieldRef field='b'/>",
            "<Constant dataType='integer'>19</Constant>",
            "<Constant dataType='integer'>01</Constant>",
            "<Constant dataType='boolean'>1</Constant>",
            "<Constant dataType='float'>0.1</Constant>",
            "<Constant dataType='double'>0.50</Constant>"));
  }

  private String matches() {
    return apply(
        "matches",
        text(1),
        random.nextInt(4) == 0
            ? "<Constant dataType='integer'>01</Constant>"
            : constant(EXPRESSIONS));
  }

  private static String apply(String function, String... arguments) {
    return "<Apply function='%s'>%s</Apply>".formatted(function, String.join("", arguments));
  }

  private String constant(List<String> choices) {
    return exactly(pick(choices));
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
