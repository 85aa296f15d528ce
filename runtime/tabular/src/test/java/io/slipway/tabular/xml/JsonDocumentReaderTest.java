package io.slipway.tabular.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.ModelLoadException;
import java.lang.management.ManagementFactory;
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
          Map.of("Text", "value", "Word", "value", "row", "content"),
          Set.of("Text"),
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

  /** As arrays of PMML have them: in quotes what would else be two items or none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"a\", \"b\", \"c\"] | \"a\" \"b\" \"c\"",
        "[1, 2.50, true] | 1 2.50 true",
        "[\"New York\", \"\"] | \"New York\" \"\"",
        "[\"2\\\" wide\", \"\\\\\", \"C:\\\\\"] | \"2\\\" wide\" \"\"\\ \"C:\"\\",
      })
  void everyItemOfAListIsPartOfTheText(String list, String text) throws Exception {
    assertThat(read("{\"Root\": {\"Text\": {\"value\": %s}}}".formatted(list)))
        .extracting(root -> root.children().get(0).text())
        .isEqualTo(text);
    assertThat(read("{\"Root\": {\"Indices\": %s}}".formatted(list)))
        .extracting(root -> root.children().get(0).text())
        .isEqualTo(text);
  }

  @Test
  void aListWhereOneTextBelongsIsRefused() {
    assertThatThrownBy(() -> read("{\"Root\": {\"Word\": {\"value\": [\"a\", \"b\"]}}}"))
        .hasMessageContaining("Word holds a list, not one value");
    assertThatThrownBy(() -> read("{\"Root\": {\"Text\": {\"value\": [\"a\", null]}}}"))
        .hasMessageContaining("a list in Text holds what is no plain value");
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
        "{\"Root\": {\"a\": [1, {}]}} | line 1, column 20: a list in Root holds what is no plain"
            + " value",
        "{\"Root\": {\"a\": [{}, 1]}} | line 1, column 21: Root holds a a that is no object",
        "{\"Root\": {\"Kind\": {\"A\": {}, \"B\": {}}}} | .*Kind does not name one element",
        "{\"Root\": {}} 1 | line 1, column 14: the file is not JSON: something stands after its"
            + " end",
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

  @Test
  void namesCountAsCharacters() {
    assertThatThrownBy(
            () -> read("{\"Root\": {\"%s\": 1}}".formatted("k".repeat(20)), limits(20, 1000, 20)))
        .hasMessageContaining("more than 20 characters");
  }

  @Test
  void cellsOfTablesAreCountedWithTheElements() {
    String row =
        "{\"Root\": {\"row\": {\"content\": [%s]}}}".formatted("\"<x/>\", ".repeat(8) + "\"<x/>\"");
    assertThatThrownBy(
            () ->
                new JsonDocumentReader(limits(20, 5, 1000), MAPPING)
                    .read(new JsonTokens(row, limits(20, 1000, 1000), deadline(1))))
        .hasMessageContaining("more than 5 elements and attributes");
  }

  @Test
  void aThreadThatIsInterruptedBetweenTheValuesAndTheElementsStops() throws Exception {
    JsonTokens tokens = new JsonTokens(DOCUMENT, limits(20, 1000, 1000), deadline(1));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> new JsonDocumentReader(limits(20, 1000, 1000), MAPPING).read(tokens))
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatIsWrongIsSaidInFewWordsHoweverLongTheNames() {
    String name = "k".repeat(100_000);
    ReadLimits wide = limits(20, 1000, 1_000_000);
    for (String json :
        List.of(
            "{\"Root\": {\"%1$s\": 1, \"%1$s\": 2}}",
            "{\"Root\": {\"%1$s\": [{}, 1]}}", "{\"Root\": {\"Kind\": {\"%1$s\": 1}}}")) {
      assertThatThrownBy(() -> read(json.formatted(name), wide))
          .message()
          .startsWith("line 1, column ")
          .hasSizeLessThan(500);
    }
    assertThatThrownBy(
            () -> {
              throw read("{\"Root\": {\"%s\": {}}}".formatted(name), wide)
                  .children()
                  .get(0)
                  .invalid(name);
            })
        .message()
        .hasSizeLessThan(600);
  }

  /** In memory it takes several times as much. */
  @Test
  void aFileThatWouldNotFitInMemoryIsRefused(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("model.json"), "{\"Root\": {}}" + " ".repeat(1300));

    assertThatThrownBy(() -> new JsonDocumentReader(limits(20, 1000, 1000), MAPPING).read(file))
        .hasMessageContaining("larger than 1250 bytes");
  }

  /** Of elements, of which each knows its place, and of blank lines as far as there may be. */
  @Test
  void linesAreCountedWithoutRoomForEach() throws Exception {
    int lines = 4_000_000;
    String json = "{\"Root\": {" + "\n".repeat(lines) + "\"a\": {}}}";
    long before = allocated();

    assertThatThrownBy(
            () -> {
              throw read(json).requireChild("a").invalid("here");
            })
        .hasMessageStartingWith("line %d, column 6: ".formatted(lines + 1));
    assertThat(allocated() - before).isLessThan(lines);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static long deadline(int minutes) {
    return System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
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
        case 0 -> json.delete(at, at + 1);
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
