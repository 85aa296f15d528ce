package io.slipway.pmml;

import static io.slipway.pmml.Documents.derived;
import static io.slipway.pmml.Documents.regression;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.ScoringException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that would hang, overflow or run code, one for each way that is closed. */
class HostileDocumentTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** Set if some document's function names get this class initialised. */
  static final AtomicReference<String> INITIALISED = new AtomicReference<>("no");

  /** What a document must not be able to reach. */
  public static final class Trap {
    static {
      INITIALISED.set("yes");
    }
  }

  @Test
  void elementsNestedTooDeeplyAreRefusedWithTheirLine() {
    String nested = "<f:a xmlns:f=\"urn:f\">".repeat(200_000) + "</f:a>".repeat(200_000);

    refused(
        Reason.MODEL_TOO_LARGE,
        "line 1: more than 1000 elements",
        "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header><Extension>"
            + nested
            + "</Extension></Header></PMML>");
  }

  @Test
  void aTreeAtTheDepthLimitIsScoredOnASmallStack() throws Exception {
    int depth = 900;
    String tree =
        IntStream.range(0, depth)
                .mapToObj(
                    i ->
                        "<Node score=\"%d\"><SimplePredicate field=\"x\" operator=\"greaterThan\" value=\"%d\"/>"
                            .formatted(i, i))
                .collect(Collectors.joining())
            + "</Node>".repeat(depth);
    try (Model model = Documents.load(folder, tree(tree))) {
      AtomicReference<Object> answer = new AtomicReference<>();
      Thread small =
          new Thread(
              null,
              () -> {
                try {
                  answer.set(score(model, Column.ofDoubles("x", depth + 0.5)));
                } catch (ScoringException e) {
                  answer.set(e);
                }
              },
              "small-stack",
              512 << 10);
      small.start();
      small.join();

      assertThat(answer.get()).isEqualTo(depth - 1.0);
    }
  }

  @Test
  void aFunctionTheDocumentDefinesUnderAClassNameLoadsNoClass() throws Exception {
    String name = Trap.class.getName();
    String document =
        regression(
            "d",
            """
            <DefineFunction name="%s" optype="continuous" dataType="double">
              <ParameterField name="p"/><FieldRef field="p"/>
            </DefineFunction>"""
                    .formatted(name)
                + derived(
                    "d", "<Apply function=\"%s\"><FieldRef field=\"x\"/></Apply>".formatted(name)));

    try (Model model = Documents.load(folder, document)) {
      assertThat(score(model, Column.ofDoubles("x", 2))).isEqualTo(5.5);
    }
    assertThat(INITIALISED.get()).isEqualTo("no");
  }

  @Test
  void functionsThatCallOneAnotherExponentiallyAreRefused() {
    String functions =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    """
                    <DefineFunction name="f%d" optype="continuous" dataType="double">
                      <ParameterField name="p"/>%s</DefineFunction>"""
                        .formatted(
                            i,
                            i == 0
                                ? "<FieldRef field=\"p\"/>"
                                : "<Apply function=\"+\">"
                                    + "<Apply function=\"f%d\"><FieldRef field=\"p\"/></Apply>"
                                        .formatted(i - 1)
                                        .repeat(2)
                                    + "</Apply>"))
            .collect(Collectors.joining());

    refused(
        Reason.MODEL_TOO_LARGE, "leads to more than 1000000 others", regression("x", functions));
  }

  @Test
  void derivedFieldsComputedInALongChainAreRefused() {
    String chain =
        IntStream.range(0, 5000)
            .mapToObj(
                i ->
                    derived(
                        "d" + i,
                        "<FieldRef field=\"%s\"/>".formatted(i == 0 ? "x" : "d" + (i - 1))))
            .collect(Collectors.joining());

    refused(Reason.MODEL_TOO_LARGE, "more than 200 derived fields", regression("d4999", chain));
  }

  @Test
  void aCatastrophicRegularExpressionEndsInAnErrorThatNamesIt() throws Exception {
    String matches =
        "<Apply function=\"if\"><Apply function=\"matches\"><FieldRef field=\"s\"/>"
            + "<Constant>^(.*a){18}$</Constant></Apply>"
            + "<Constant>1</Constant><Constant>0</Constant></Apply>";
    try (Model model = Documents.load(folder, regression("d", derived("d", matches)))) {
      assertThat(score(model, Column.ofStrings("s", "a".repeat(20)))).isEqualTo(3.5);
      assertTimeoutPreemptively(
          LIMIT,
          () ->
              assertThatExceptionOfType(ScoringException.class)
                  .isThrownBy(() -> score(model, Column.ofStrings("s", "a".repeat(60) + "!")))
                  .withMessageContaining("row 0")
                  .withMessageContaining("a regular expression needs more than"));
    }
  }

  @Test
  void textThatDoublesFromFieldToFieldEndsInAnError() throws Exception {
    String fields =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "<DerivedField name=\"d%d\" optype=\"categorical\" dataType=\"string\"><Apply function=\"concat\">%s</Apply></DerivedField>"
                        .formatted(
                            i,
                            "<FieldRef field=\"%s\"/>"
                                .formatted(i == 0 ? "s" : "d" + (i - 1))
                                .repeat(2)))
            .collect(Collectors.joining());
    String length =
        derived("d", "<Apply function=\"stringLength\"><FieldRef field=\"d59\"/></Apply>");
    try (Model model = Documents.load(folder, regression("d", fields + length))) {
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> score(model, Column.ofStrings("s", "ab")))
          .withMessageContaining("concat: the result would be");
    }
  }

  @Test
  void aNumberFormatOfAMillionPlacesEndsInAnError() throws Exception {
    String format =
        "<Apply function=\"stringLength\"><Apply function=\"formatNumber\"><FieldRef field=\"x\"/>"
            + "<Constant dataType=\"string\">%999999999.1f</Constant></Apply></Apply>";
    try (Model model = Documents.load(folder, regression("d", derived("d", format)))) {
      assertThatExceptionOfType(ScoringException.class)
          .isThrownBy(() -> score(model, Column.ofDoubles("x", 1)))
          .withMessageContaining("1000 or more places");
    }
  }

  @Test
  void replaceTreatsGroupsAndDollarsAsPmmlDoes() throws Exception {
    String replace =
        "<Apply function=\"if\"><Apply function=\"equal\"><Apply function=\"replace\">"
            + "<FieldRef field=\"s\"/><Constant>b+</Constant><Constant>c</Constant></Apply>"
            + "<Constant>aca</Constant></Apply><Constant>1</Constant><Constant>0</Constant></Apply>";
    try (Model model = Documents.load(folder, regression("d", derived("d", replace)))) {
      assertThat(score(model, Column.ofStrings("s", "abbba"))).isEqualTo(3.5);
    }
  }

  @Test
  void aDocumentWithHundredThousandEscapesIsRead() throws Exception {
    String document =
        regression("x", "")
            .replace(
                "<Header/>",
                "<Header><Annotation>"
                    + "&lt;&amp;&#65;".repeat(100_000)
                    + "</Annotation></Header>");

    try (Model model = Documents.load(folder, document)) {
      assertThat(score(model, Column.ofDoubles("x", 2))).isEqualTo(5.5);
    }
  }

  @Test
  void aDocumentWithoutANamespaceIsTakenAtItsVersion() throws Exception {
    String document = regression("x", "").replace("xmlns=\"http://www.dmg.org/PMML-4_4\"", "");

    try (Model model = Documents.load(folder, document)) {
      assertThat(score(model, Column.ofDoubles("x", 2))).isEqualTo(5.5);
    }
  }

  @Test
  void aSparseArrayThatClaimsABillionElementsIsRefused() {
    refused(
        Reason.MODEL_TOO_LARGE,
        "a sparse array claims 1000000000 elements",
        regression("x", "")
            .replace(
                "<Header/>",
                "<Header><Extension><REAL-SparseArray n=\"1000000000\"/></Extension></Header>"));
  }

  @Test
  void aVersionBeforeAnyThatIsReadIsNamed() {
    refused(
        Reason.MODEL_UNSUPPORTED,
        "PMML version 2.1; supported are 3.0 to 4.4",
        regression("x", "").replace("version=\"4.4\"", "version=\"2.1\""));
  }

  @Test
  void aDefectOnOneRowsWayIsThatRowsFaultOnceOthersAreScored() throws Exception {
    String branches =
        derived(
            "d",
            """
            <Apply function="if">
              <Apply function="lessThan"><FieldRef field="x"/><Constant>10</Constant></Apply>
              <FieldRef field="x"/>
              <NormContinuous field="x"><LinearNorm orig="1" norm="1"/></NormContinuous>
            </Apply>""");
    try (Model model = Documents.load(folder, regression("d", branches))) {
      Batch defective = Batch.of(Column.ofDoubles("x", 11));
      ScoringException first = assertThrows(ScoringException.class, () -> model.score(defective));
      model.score(Batch.of(Column.ofDoubles("x", 1)));
      ScoringException later = assertThrows(ScoringException.class, () -> model.score(defective));

      assertThat(first.fault()).isEqualTo(ScoringException.Fault.MODEL);
      assertThat(later.fault()).isEqualTo(ScoringException.Fault.INPUT);
      assertThat(later.row()).hasValue(0);
    }
  }

  @Test
  void anInterruptedLoadEnds() {
    Thread.currentThread().interrupt();

    refused(Reason.LOAD_TIMEOUT, "interrupted", regression("x", ""));

    assertThat(Thread.interrupted()).as("the caller still learns of it").isTrue();
  }

  private void refused(Reason reason, String message, String document) {
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> Documents.load(folder, document))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static double score(Model model, Column column) throws ScoringException {
    return model.score(Batch.of(column)).column("y").orElseThrow().doubles()[0];
  }

  private static String tree(String nodes) {
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
          <Header/>
          <DataDictionary>
            <DataField name="x" optype="continuous" dataType="double"/>
            <DataField name="y" optype="continuous" dataType="double"/>
          </DataDictionary>
          <TreeModel functionName="regression">
            <MiningSchema><MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
            <Node score="-1"><True/>%s</Node>
          </TreeModel>
        </PMML>
        """
        .formatted(nodes);
  }
}
