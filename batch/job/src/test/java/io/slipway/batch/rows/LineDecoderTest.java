package io.slipway.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.input.Line;
import io.slipway.batch.scoring.KeyedRows;
import io.slipway.batch.scoring.RowError;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Bad lines are found among good ones, and good ones mean what they mean to the pod. */
class LineDecoderTest {
  private static final Signature MODEL =
      new Signature(
          List.of(
              Field.column("age", DataType.FP64, Presence.REQUIRED),
              Field.column("city", DataType.BYTES, Presence.OPTIONAL)),
          List.of());
  private static final RowKey KEY = new RowKey("id", RowKey.Type.TEXT);

  /** What may go wrong with a line of JSON, each with what is said of it. */
  private static final List<List<String>> BAD =
      List.of(
          List.of("{\"id\":\"%s\"}", "expected a value, for the model needs one"),
          List.of("{\"id\":\"%s\",\"age\":\"old\"}", "expected a number (FP64), found the text"),
          List.of(
              "{\"id\":\"%s\",\"age\":1},{\"id\":\"x\",\"age\":2}",
              "expected one JSON object in a line"),
          List.of("{\"id\":\"%s\",\"age\":1}]}{\"a\":[{}", ""),
          List.of("{\"id\":\"%s\",\"age\":1", ""),
          List.of("   ", "expected one JSON object in a line"),
          List.of("[]", ""),
          List.of("{\"id\":\"%s\",\"age\":1,\"x\":[{}", "expected one JSON object in a line"),
          List.of("{\"id\":1}],\"id\":\"%s\",\"age\":1}", "expected one JSON object in a line"),
          List.of("{\"id\":\"%s\\\"}", "expected one JSON object in a line"),
          List.of("{\"age\":1}", "field \"id\""),
          List.of("\"%s\"", ""));

  @Property(tries = 300)
  void everyLineIsARowOrAnErrorAndNoneSpoilsAnother(
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(max = 10) int badInTen,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (random.nextInt(10) < badInTen) {
        texts.add(BAD.get(random.nextInt(BAD.size())).get(0).formatted("k" + i));
        bad.add("rows.jsonl, byte " + i);
      } else {
        texts.add("{\"id\":\"k%d\",\"age\":%d,\"unknown\":[1,{}]}".formatted(i, i));
        good.add("k" + i + "=" + (double) i);
      }
    }
    DecodedLines decoded =
        new LineDecoder(MODEL, KEY, new LineFormat.JsonLines()).decode(lines(texts));
    assertThat(decoded.rows().stream().flatMap(rows -> words(rows).stream()))
        .containsExactlyElementsOf(good);
    assertThat(decoded.errors()).hasSize(bad.size());
    for (int i = 0; i < bad.size(); i++) {
      assertThat(decoded.errors().get(i).reason()).matches(bad.get(i) + "[:,] .*");
    }
  }

  @Test
  void whatIsWrongWithALineIsSaidWithItsPlaceAndItsKey() {
    LineDecoder decoder = new LineDecoder(MODEL, KEY, new LineFormat.JsonLines());
    for (List<String> bad : BAD) {
      List<RowError> errors = decoder.decode(lines(List.of(bad.get(0).formatted("k7")))).errors();
      assertThat(errors).hasSize(1);
      assertThat(errors.get(0).reason()).startsWith("rows.jsonl, byte 0").contains(bad.get(1));
    }
    assertThat(
            decoder.decode(lines(List.of("{\"id\":\"k7\",\"age\":\"old\"}"))).errors().get(0).key())
        .contains("k7");
  }

  @Test
  void aKeyThatNoWarehouseCanKeepIsAnErrorOfItsRowAlone() {
    String longest = "k".repeat(1024);
    List<String> keys =
        List.of(
            "a",
            "",
            "b\\u0000",
            longest,
            longest + "k",
            "\\ud83d",
            "\\ud83d\\udea2",
            "é".repeat(513));
    DecodedLines decoded =
        new LineDecoder(MODEL, KEY, new LineFormat.JsonLines())
            .decode(lines(keys.stream().map("{\"id\":\"%s\",\"age\":1}"::formatted).toList()));
    assertThat(decoded.rows().stream().flatMap(rows -> rows.keys().stream()))
        .containsExactly("a", longest, "🚢");
    assertThat(decoded.errors()).extracting(RowError::key).containsOnly(Optional.empty());
    assertThat(decoded.errors())
        .extracting(RowError::reason)
        .containsExactly(
            "rows.jsonl, byte 1: expected a key, found an empty text",
            "rows.jsonl, byte 2: expected a key without the character of code 0",
            "rows.jsonl, byte 4: expected a key of at most 1024 bytes, found 1025",
            "rows.jsonl, byte 5: the text \"\\ud83d\" has half of a surrogate pair",
            "rows.jsonl, byte 7: expected a key of at most 1024 bytes, found 1026");
    assertThat(
            new LineDecoder(MODEL, KEY.atMost(450), new LineFormat.JsonLines())
                .decode(lines(List.of("{\"id\":\"%s\",\"age\":1}".formatted("k".repeat(451)))))
                .errors())
        .extracting(RowError::reason)
        .containsExactly("rows.jsonl, byte 0: expected a key of at most 450 bytes, found 451");
    List<RowError> refused =
        new LineDecoder(MODEL, KEY, new LineFormat.JsonLines())
            .decode(lines(List.of("{\"id\":\"b\\u0000\",\"age\":\"old\"}")))
            .errors();
    assertThat(refused).extracting(RowError::key).containsExactly(Optional.empty());
  }

  @Test
  void csvIsReadByItsHeaderAndACellAcrossLinesIsAnErrorOfEach() {
    LineDecoder decoder = new LineDecoder(MODEL, KEY, new LineFormat.Csv("city,id,age,more"));
    DecodedLines decoded =
        decoder.decode(
            lines(
                List.of(
                    "Oslo,a,41,", ",b,\"3.5\",x", "\"two", "lines\",c,1,", "x,d,,", "Rome,e,7,")));
    assertThat(decoded.rows().stream().flatMap(rows -> words(rows).stream()))
        .containsExactly("a=41.0", "b=3.5", "e=7.0");
    assertThat(decoded.errors())
        .extracting(RowError::reason)
        .satisfiesExactly(
            reason ->
                assertThat(reason)
                    .isEqualTo(
                        "rows.jsonl, byte 2: expected a row of CSV that ends on its line, found"
                            + " something else"),
            reason -> assertThat(reason).startsWith("rows.jsonl, byte 3: "),
            reason ->
                assertThat(reason)
                    .isEqualTo(
                        "rows.jsonl, byte 4, column \"age\": expected a value, for the model needs"
                            + " one, found an empty cell"));
    assertThat(decoded.errors().get(2).key()).contains("d");
  }

  @Test
  void aHeaderThatLacksWhatTheModelNeedsIsToldOnceAndNotOfEveryRow() {
    assertThatThrownBy(() -> new LineDecoder(MODEL, KEY, new LineFormat.Csv("id,city")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected the column \"age\", for the model needs it");
    assertThatThrownBy(() -> new LineDecoder(MODEL, KEY, new LineFormat.Csv("age,city")))
        .hasMessageContaining("expected the column \"id\"");
    assertThatThrownBy(
            () ->
                new LineDecoder(
                    MODEL, new RowKey("age", RowKey.Type.TEXT), new LineFormat.JsonLines()))
        .hasMessage(
            "the key age is an input of the model too, of type FP64; name a key column of its own");
  }

  @Test
  void keysMayBeWholeNumbersAndInputsOfTheModel() {
    Signature counted =
        new Signature(List.of(Field.column("n", DataType.INT64, Presence.OPTIONAL)), List.of());
    LineDecoder decoder =
        new LineDecoder(counted, new RowKey("n", RowKey.Type.INTEGER), new LineFormat.JsonLines());
    DecodedLines decoded = decoder.decode(lines(List.of("{\"n\":41}", "{\"n\":null}")));
    KeyedRows rows = decoded.rows().get(0);
    assertThat(rows.keys()).containsExactly("41");
    assertThat(rows.inputs().column("n").orElseThrow().longs()).containsExactly(41L);
    assertThat(decoded.errors()).extracting(RowError::key).containsExactly(Optional.empty());
  }

  @Test
  void rowsWithoutASingleInputAreAsManyAsTheyAre() {
    Signature optional =
        new Signature(
            List.of(
                Field.column("n", DataType.INT64, Presence.OPTIONAL),
                Field.column("city", DataType.BYTES, Presence.OPTIONAL)),
            List.of());
    KeyedRows rows =
        new LineDecoder(optional, KEY, new LineFormat.JsonLines())
            .decode(lines(List.of("{\"id\":\"a\"}", "{\"id\":\"b\",\"n\":null}")))
            .rows()
            .get(0);
    assertThat(rows.keys()).containsExactly("a", "b");
    Column n = rows.inputs().column("n").orElseThrow();
    assertThat(n.rows()).isEqualTo(2);
    assertThat(n.isValid(0) || n.isValid(1)).isFalse();
  }

  @Test
  void aLineThatIsTooLongIsAnErrorWithItsLength() {
    Line cut = new Line("rows.jsonl", 7, "{\"id\"".getBytes(StandardCharsets.UTF_8), 5_000_000);
    assertThat(
            new LineDecoder(MODEL, KEY, new LineFormat.JsonLines()).decode(List.of(cut)).errors())
        .extracting(RowError::reason)
        .containsExactly("rows.jsonl, byte 7: expected a line of at most 5 bytes, found 5000000");
  }

  private static List<String> words(KeyedRows rows) {
    Column age = rows.inputs().column("age").orElseThrow();
    List<String> words = new ArrayList<>();
    for (int row = 0; row < rows.count(); row++) {
      words.add(rows.keys().get(row) + "=" + age.doubles()[row]);
    }
    return words;
  }

  /** Of which the n-th begins at byte n, which is as good as any. */
  private static List<Line> lines(List<String> texts) {
    List<Line> lines = new ArrayList<>();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      lines.add(new Line("rows.jsonl", lines.size(), bytes, bytes.length));
    }
    return lines;
  }
}
