package io.slipway.tabular.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.ModelLoadException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON on the tape of elements and attributes. */
class JsonDocumentReaderTest {
  private static final JsonMapping MAPPING =
      new JsonMapping(
          "Root",
          Set.of("Skipped"),
          Set.of("Kind"),
          Map.of("Text", "value", "row", "content"),
          Set.of("row"));

  private static final String DOCUMENT =
      """
      {"Root": {"last": [{"b": -1.5e3, "inner": {}, "a": "x\\u0041\\n"}, {}], "Skipped": {"no": [1]},
        "Kind": [{"One": {"c": true, "none": null}}, {"Skipped": {}}, {"Text": {"n": 2, "value": "1 2"}}],
        "row": {"content": ["\\n ", "<d:y xmlns:d='urn:d'>7 &amp; 8</d:y>", "<x/>"]}}}
      """;

  /** What is put into a document to spoil it. */
  private static final String ODD = "{}[]\",:\\\n\u0000-0e.u";

  private static Element read(String json, ReadLimits limits) throws ModelLoadException {
    return new JsonDocumentReader(limits, MAPPING).read(json).root();
  }

  private static ReadLimits limits(int depth, int items, long characters) {
    return new ReadLimits(10_000, depth, items, characters, Duration.ofMinutes(1));
  }

  private static Element read(String json) throws ModelLoadException {
    return read(json, limits(20, 1000, 1000));
  }

  private static List<String> names(Element element) {
    return element.children().stream().map(Element::name).toList();
  }

  @Test
  void objectsAreElementsAndPlainValuesTheirAttributes() throws Exception {
    Element root = read(DOCUMENT);

    assertThat(names(root)).containsExactly("last", "last", "One", "Text", "row");
    Element first = root.children("last").get(0);
    assertThat(first.attribute("a")).as("behind an object").contains("xA\n");
    assertThat(first.number("b")).isEqualTo(-1500);
    assertThat(names(first)).containsExactly("inner");
    assertThat(root.requireChild("One").attribute("c")).contains("true");
    assertThat(root.requireChild("One").has("none")).isFalse();
    assertThat(root.requireChild("Text").text()).isEqualTo("1 2");
    assertThat(root.requireChild("Text").has("value")).isFalse();
  }

  @Test
  void aListOfPlainValuesIsTheTextOfAnElement() throws Exception {
    assertThat(read("{\"Root\": {\"Indices\": [1, 22]}}").requireChild("Indices").text())
        .isEqualTo("1 22");
  }

  @Test
  void cellsOfTablesAreTheElementsThatTheyWere() throws Exception {
    Element row = read(DOCUMENT).requireChild("row");

    assertThat(names(row)).containsExactly("d:y", "x");
    assertThat(row.requireChild("d:y").text()).isEqualTo("7 & 8");
    assertThatThrownBy(() -> read("{\"Root\": {\"row\": {\"content\": [{\"y\": 1}]}}}"))
        .hasMessageContaining("deploy its XML form");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | line 1, column 1: .*no object with the key Root",
        "{\"Other\": {}} | line 1, column 2: .*not Root",
        "{\"Root\": {}, \"more\": 1} | line 1, column 2: .*not Root",
        "{\"Root\": []} | line 1, column 10: Root is no object",
        "{\"Root\": {\"a\": 1, \"a\": 2}} | line 1, column 19: the key a stands twice in Root",
        "{\"Root\": {\"a\": [1, {}]}} | line 1, column 20: Root holds a a that is no object",
        "{\"Root\": {\"Kind\": {\"A\": {}, \"B\": {}}}} | .*Kind does not name one element",
        "{\"Root\": {}} 1 | line 1, column 14: the file is not JSON: something stands after its end",
        "{\"Root\": {\"a\": NaN}} | line 1, column 16: the file is not JSON: a value is none",
        "{\"Root\": {\"a\": 01}} | line 1, column 17: .*a comma or a } is missing",
        "{\"Root\": {\"a\": 1,}} | line 1, column 18: .*nothing stands after a comma",
        "{\"Root\": {\"a\": \"\\x\"}} | .*an escape that there is not",
        "{\"Root\": {\"a\": \"b | .*it ends too early",
        "{\"Root\": {a: 1}} | line 1, column 11: .*a key in quotes is missing",
      })
  void whatIsWrongIsSaidWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageMatching(message);
  }

  @Test
  void aPlaceIsThatOfTheLine() {
    assertThatThrownBy(() -> read("{\n \"Root\":\n  {\"a\": tru}}"))
        .hasMessageStartingWith("line 3, column 9: ");
  }

  @Test
  void depthNumberAndLengthAreLimited() {
    String nested = "{\"Root\": {\"a\": " + "[".repeat(30) + "]".repeat(30) + "}}";
    assertThatThrownBy(() -> read(nested)).hasMessageContaining("more than 20 objects and arrays");
    assertThatThrownBy(() -> read(DOCUMENT, limits(20, 10, 1000)))
        .hasMessageContaining("more than 10");
    assertThatThrownBy(() -> read(DOCUMENT, limits(20, 1000, 10)))
        .hasMessageContaining("more than 10 characters");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
  void anEncodingIsKnownByTheFirstBytes(String encoding, @TempDir Path folder) throws Exception {
    Path file =
        Files.write(folder.resolve("model.json"), DOCUMENT.getBytes(Charset.forName(encoding)));

    Element root = new JsonDocumentReader(limits(20, 1000, 1000), MAPPING).read(file).root();

    assertThat(root.children()).hasSize(5);
  }

  @Test
  void aFileMayHaveAnEighthOfTheBytesThatXmlMay(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("model.json"), DOCUMENT);
    long size = Files.size(file);
    ReadLimits enough = new ReadLimits(8 * size, 20, 1000, 1000, Duration.ofMinutes(1));
    ReadLimits tooFew = new ReadLimits(8 * size - 1, 20, 1000, 1000, Duration.ofMinutes(1));

    assertThat(new JsonDocumentReader(enough, MAPPING).read(file).root().name()).isEqualTo("Root");
    assertThatThrownBy(() -> new JsonDocumentReader(tooFew, MAPPING).read(file))
        .hasMessageContaining("larger than %d bytes", size - 1);
  }

  @Test
  void bytesThatAreNoTextAreRefused(@TempDir Path folder) throws Exception {
    byte[] bytes = "{\"Root\": {\"a\": \"?\"}}".getBytes(StandardCharsets.UTF_8);
    bytes[17] = (byte) 0xff;
    Path file = Files.write(folder.resolve("model.json"), bytes);

    assertThatThrownBy(() -> new JsonDocumentReader(limits(20, 1000, 1000), MAPPING).read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("no text");
  }

  /** Whatever is made of a document, it is read or refused. */
  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void aSpoiledDocumentIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder json = new StringBuilder(DOCUMENT);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(Math.max(1, json.length() - 1));
      switch (random.nextInt(3)) {
        case 0 -> json.deleteCharAt(at);
        case 1 -> json.insert(at, ODD.charAt(random.nextInt(ODD.length())));
        default -> json.setLength(at + 1);
      }
    }
    try {
      assertThat(read(json.toString()).name()).isEqualTo("Root");
    } catch (ModelLoadException e) {
      assertThat(e).hasMessageMatching("(?s)line \\d+, column \\d+: .*");
    }
  }
}
