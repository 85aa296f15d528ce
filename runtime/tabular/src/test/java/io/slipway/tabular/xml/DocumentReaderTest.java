package io.slipway.tabular.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a document becomes, and what ends its reading. */
class DocumentReaderTest {
  private static final ReadLimits LIMITS =
      new ReadLimits(1 << 20, 20, 1000, 10_000, Duration.ofSeconds(30));

  @TempDir Path folder;

  private static Element read(String xml) throws ModelLoadException {
    return read(xml, LIMITS);
  }

  private static Element read(String xml, ReadLimits limits) throws ModelLoadException {
    return new DocumentReader(limits, Set.of("Extension"))
        .read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .root();
  }

  @Test
  void elementsKeepAttributesTextAndOrder() throws Exception {
    Element root = read("<a x='1'><b y='&lt;2'/><c>t &amp; <!-- no --><![CDATA[u]]></c><b/></a>");

    assertThat(root.name()).isEqualTo("a");
    assertThat(root.attribute("x")).contains("1");
    assertThat(root.children()).extracting(Element::name).containsExactly("b", "c", "b");
    assertThat(root.children("b").get(0).attribute("y")).contains("<2");
    assertThat(root.requireChild("c").text()).isEqualTo("t & u");
    assertThat(root.children("b").get(1).children()).isEmpty();
  }

  @Test
  void blanksAreTextWhereThereIsNothingElse() throws Exception {
    Element root = read("<a> <b>  </b> <c/>\n<d> <e/> </d></a>");

    assertThat(root.text()).isEmpty();
    assertThat(root.requireChild("b").text()).isEqualTo("  ");
    assertThat(root.requireChild("c").text()).isEmpty();
    assertThat(root.requireChild("d").text()).isEmpty();
  }

  @Test
  void foreignElementsKeepTheirPrefixAndSkippedOnesAreGone() throws Exception {
    Element root =
        read(
            "<a xmlns='urn:a' xmlns:d='urn:d'><Extension><b/></Extension><d:c>1</d:c>"
                + "<d:Extension/></a>");

    assertThat(root.children()).extracting(Element::name).containsExactly("d:c", "d:Extension");
    assertThat(root.attribute("xmlns")).contains("urn:a");
  }

  @Test
  void aMessageNamesElementLineAndColumn() throws Exception {
    Element inner = read("<a>\n  <b n='x'/>\n</a>").requireChild("b");

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> inner.number("n"))
        .withMessage("line 2, column 13: b: n=\"x\" is no number");
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> inner.require("m"))
        .withMessage("line 2, column 13: b: the attribute m is missing");
  }

  @Test
  void aRootIsKeptWhateverItIsCalled() throws Exception {
    assertThat(read("<Extension><b/><Extension/></Extension>").children())
        .extracting(Element::name)
        .containsExactly("b");
  }

  @Test
  void aDocumentTypeIsRefusedAndNothingItNamesIsRead() {
    for (String declaration :
        List.of(
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
            "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
            "<!DOCTYPE a [<!ENTITY e 'ha'><!ENTITY f '&e;&e;&e;'>]>")) {
      assertThatExceptionOfType(ModelLoadException.class)
          .isThrownBy(() -> read(declaration + "<a/>"))
          .withMessageContaining("DOCTYPE")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_INVALID));
    }
  }

  @Test
  void malformedTextSaysWhere() {
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> read("<a>\n<b></a>"))
        .withMessageStartingWith("line 2, column ")
        .withMessageContaining("malformed");
  }

  @Test
  void depthItemsCharactersAndTimeAreBounded() {
    String deep = "<a>".repeat(30) + "</a>".repeat(30);
    String skippedDeep =
        "<a><Extension>" + "<b>".repeat(30) + "</b>".repeat(30) + "</Extension></a>";
    String many = "<a>" + "<b c='1'/>".repeat(600) + "</a>";
    String wordy = "<a>" + "word ".repeat(3000) + "</a>";

    for (String document : List.of(deep, skippedDeep, many, wordy)) {
      assertThatExceptionOfType(ModelLoadException.class)
          .isThrownBy(() -> read(document))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_TOO_LARGE));
    }
    ReadLimits hasty = new ReadLimits(1 << 20, 20, 10_000, 100_000, Duration.ZERO);
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> read(many, hasty))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOAD_TIMEOUT));
  }

  @Test
  void bytesAreBoundedBeforeAnyIsRead() throws Exception {
    String fitting = "<a>" + " ".repeat(993) + "</a>";
    String larger = fitting + "\n";
    String largerAndMalformed = "<a>" + "<".repeat(998);
    ReadLimits limits = new ReadLimits(1000, 20, 1000, 10_000, Duration.ofSeconds(30));
    DocumentReader reader = new DocumentReader(limits, Set.of());

    assertThat(reader.read(Files.writeString(file(), fitting)).root().name()).isEqualTo("a");
    for (String document : List.of(larger, largerAndMalformed)) {
      assertThatExceptionOfType(ModelLoadException.class)
          .isThrownBy(() -> reader.read(Files.writeString(file(), document)))
          .withMessage("the file is larger than 1000 bytes")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_TOO_LARGE));
    }
  }

  private Path file() {
    return folder.resolve("document.xml");
  }

  @Test
  void anInterruptEndsReading() {
    String many = "<a>" + "<b/>".repeat(900) + "</a>";

    Thread.currentThread().interrupt();

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> read(many))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOAD_TIMEOUT));
    assertThat(Thread.interrupted()).isTrue();
  }
}
