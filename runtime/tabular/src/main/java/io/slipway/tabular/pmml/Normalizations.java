package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.text.Expression;
import io.slipway.tabular.text.Expression.Letters;
import io.slipway.tabular.text.Normalizing;
import io.slipway.tabular.text.Normalizing.Times;
import io.slipway.tabular.text.Replacement;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lowers the tables that are applied to a text before its words are counted: once for all the terms
 * that are counted in it.
 */
final class Normalizations {
  private final Texts texts;
  private final Map<List<Object>, Variable> made = new HashMap<>();

  /** What a table says. */
  private record Table(Letters letters, Times times, List<Row> rows) {}

  private record Row(String expression, String replacement) {}

  Normalizations(Texts texts) {
    this.texts = texts;
  }

  /** The text itself where the index has no tables. */
  Variable normalized(Element index, Variable text) throws ModelLoadException {
    List<Table> tables = new ArrayList<>();
    for (Element normalization : index.children("TextIndexNormalization")) {
      tables.add(table(index, normalization));
    }
    if (tables.isEmpty()) {
      return text;
    }
    List<Object> key = List.of(text.slot(), tables);
    Variable known = made.get(key);
    if (known == null) {
      List<Normalizing.Table> compiled = new ArrayList<>();
      for (Table table : tables) {
        compiled.add(compiled(table, index));
      }
      known = texts.make(new Normalizing(compiled, texts.slots(text, index)));
      made.put(key, known);
    }
    return known;
  }

  private static Table table(Element index, Element normalization) throws ModelLoadException {
    normalization.allow("InlineTable");
    if (!normalization.isTrue("tokenize", "true")
        || normalization.integer("maxLevenshteinDistance", 0) != 0) {
      throw normalization.unsupported("words that are nearly the same, or no words");
    }
    String sensitive = index.attribute("isCaseSensitive", "false");
    String in = normalization.attribute("inField", "string");
    String out = normalization.attribute("outField", "stem");
    String regex = normalization.attribute("regexField", "regex");
    List<Row> rows = new ArrayList<>();
    for (Element element : normalization.requireChild("InlineTable").children("row")) {
      TableRow row = new TableRow(element);
      String expression = row.cell(in).text();
      boolean isExpression = row.cell(regex).text().equalsIgnoreCase("true");
      rows.add(
          new Row(isExpression ? expression : Pattern.quote(expression), row.cell(out).text()));
    }
    return new Table(
        normalization.isTrue("isCaseSensitive", sensitive)
            ? Letters.AS_WRITTEN
            : Letters.OF_ANY_CASE,
        normalization.isTrue("recursive", "false") ? Times.UNTIL_NOTHING_CHANGES : Times.ONCE,
        rows);
  }

  private static Normalizing.Table compiled(Table table, Element at) throws ModelLoadException {
    List<Normalizing.Row> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      Expression expression =
          Expression.of(row.expression(), table.letters())
              .orElseThrow(() -> at.unsupported("what it replaces is no regular expression"));
      Replacement replacement =
          Replacement.of(row.replacement(), expression)
              .orElseThrow(
                  () -> at.unsupported("a replacement refers to groups that there are not"));
      rows.add(new Normalizing.Row(expression, replacement));
    }
    return new Normalizing.Table(rows, table.times());
  }
}
