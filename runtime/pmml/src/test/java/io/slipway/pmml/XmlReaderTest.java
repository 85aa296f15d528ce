package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.scoring.ModelLoadException;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmg.pmml.Interval;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.MissingMarkupException;
import org.jpmml.model.visitors.MissingMarkupInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader without JAXB against the one with it. */
class XmlReaderTest {
  @TempDir Path folder;

  static Stream<TestModel> models() {
    return TestModels.available().stream().filter(model -> model.pmml().isPresent());
  }

  static Stream<BadFile> badDocuments() {
    return TestModels.badFiles().stream().filter(bad -> bad.kind().equals("pmml"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theTreeOfAModelIsThatOfJaxb(TestModel model) throws Exception {
    assertThat(differenceIn(model.pmml().orElseThrow())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badDocuments")
  void aBadDocumentIsRefusedWhereJaxbRefusesItAndReadAlikeElsewhere(BadFile bad) throws Exception {
    assertThat(differenceIn(bad.unpackedIn(folder))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // What stands where the standard has nothing, or not that.
        "<Header><Node/></Header>",
        "<Header><v:Thing xmlns:v='urn:v'/></Header>",
        "<Header><Extension><Nothing/></Extension></Header>",
        "<Header copyright='a' v:copyright='b' more='c' xmlns:v='urn:v'/>",
        "<Header>some <!-- and --> more text<Application name='n'/>and more</Header>",
        "<Header><Application name='one'/><Application name='two'/></Header>",
        // What anything may stand in.
        "<Header><Extension> a <b>c<d e='f'/>g</b>\n"
            + " <Node id='1'><True/></Node> h</Extension></Header>",
        "<Header><Extension/><Extension></Extension><Extension> </Extension></Header>",
        "<Header><Extension xmlns:v='urn:v'><v:a v:b='c' xml:lang='en'><w"
            + " xmlns='urn:w'/></v:a></Extension></Header>",
        "<Header><Annotation>a &lt; b<Extension name='n'/><![CDATA[<c>]]></Annotation></Header>",
        "<Header><Extension><Indices>1"
            + " 2</Indices><INT-Entries/><REAL-Entries>1.5</REAL-Entries></Extension></Header>",
        "<Header><Extension><CountTable sample='1'/><input"
            + " xmlns='http://jpmml.org/jpmml-model/InlineTable'>1</input></Extension></Header>",
        // Values.
        "<MiningBuildTask><Extension><Constant/><Constant> 1 </Constant><Array n=' 2 '"
            + " type='int'>1\n"
            + "2</Array></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><Array n='two' type='int'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><Array n='1.5' type='int'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><Array n='-1' type='int'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><Array n='99999999999'"
            + " type='none'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><Array n='' type=''/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><FieldRef field=''/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><LinearNorm orig='INF'"
            + " norm='1'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><LinearNorm orig='1e400'"
            + " norm='1'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><LinearNorm orig=' -1.5E-3 '"
            + " norm='+1'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><LinearNorm orig='1-'"
            + " norm='1d'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><Interval leftMargin='NaN' rightMargin=''"
            + " closure='openOpen'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><TreeModel functionName='regression'"
            + " missingValuePenalty='1.5'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><TreeModel isScorable=' true '"
            + " functionName='Regression'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><TreeModel isScorable='0'/><TreeModel"
            + " isScorable='no'/></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><REAL-SparseArray n='3' defaultValue='0.5'><Indices>1 "
            + "\t2</Indices><REAL-Entries> 1e0 INF"
            + " </REAL-Entries></REAL-SparseArray></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><INT-SparseArray><Indices>1</Indices><Indices>2</Indices><INT-Entries></INT-Entries></INT-SparseArray></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><INT-SparseArray><Indices>1"
            + " x</Indices></INT-SparseArray></Extension></MiningBuildTask>",
        "<MiningBuildTask><Extension><INT-SparseArray><Indices>1<True/></Indices></INT-SparseArray></Extension></MiningBuildTask>",
        // Not XML, not of this standard.
        "<Header>&nothing;</Header>",
        "<Header></Heading>",
        "<Header xmlns='http://www.dmg.org/PMML-4_2'/>",
        "<Header xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='Footer'/>",
        "<Header xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a b'/>"
      })
  void whatIsUnusualIsReadAsJaxbReadsIt(String inside) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("document.pmml"),
            "<PMML xmlns='http://www.dmg.org/PMML-4_4' version='4.4'>\n" + inside + "</PMML>");

    assertThat(differenceIn(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4"})
  void everyVersionIsTranslatedAsJpmmlDoes(String version) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("document.pmml"),
            """
            <p:PMML xmlns:p="http://www.dmg.org/PMML-%s" version="%s">
              <p:Header/>
              <p:MiningBuildTask><p:Extension>
                <p:Apply function="x-atan2" mapMissingTo="0"/>
                <p:MiningField name="f" x-invalidValueReplacement="1" invalidValueTreatment="asIs"/>
                <p:Segmentation multipleModelMethod="x-weightedSum"/>
                <p:TargetValue value="v" rawDataValue="r"/>
                <p:Trend_ExpoSmooth trend="additive"/>
              </p:Extension></p:MiningBuildTask>
            </p:PMML>
            """
                .formatted(version.replace('.', '_'), version));

    assertThat(differenceIn(file)).isEmpty();
  }

  @Test
  void aRefusalNamesLineColumnAndElement() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("document.pmml"),
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header><Node/></Header>
            </PMML>
            """);

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> new XmlReader(Limits.ofThisProcess()).read(file))
        .withMessage(
            "line 2, column 18: the XML is not PMML: element Node has no place in element Header");
  }

  /** How what both readers make of a document differs, if it does. */
  static Optional<String> differenceIn(Path file) throws Exception {
    Optional<ReadDocument> ours;
    String refusal = "";
    try {
      ours = Optional.of(new XmlReader(Limits.ofThisProcess()).read(file));
    } catch (ModelLoadException | IllegalStateException | IllegalArgumentException e) {
      ours = Optional.empty();
      refusal = String.valueOf(e.getMessage());
    }
    PMML expected;
    try {
      expected = JaxbReader.read(file);
    } catch (ModelLoadException e) {
      return ours.map(tree -> "JAXB refuses it: " + e.getMessage());
    }
    return ours.isPresent()
        ? differenceOf(expected, ours.get())
        : Optional.of("it is refused: " + refusal);
  }

  private static Optional<String> differenceOf(PMML expected, ReadDocument ours) {
    Optional<String> missing = firstMissing(ours.pmml());
    return missing.isPresent() && ours.markup() == ReadDocument.Markup.COMPLETE
        ? Optional.of("it is said to be complete: " + missing.get())
        : Trees.difference(expected, ours.pmml());
  }

  /** By reflection, as JPMML has it. */
  private static Optional<String> firstMissing(PMML document) {
    MissingMarkupInspector inspector =
        new MissingMarkupInspector() {
          @Override
          public VisitorAction visit(Interval interval) {
            return visit((PMMLObject) interval);
          }

          @Override
          public VisitorAction visit(MiningField field) {
            return visit((PMMLObject) field);
          }

          @Override
          public VisitorAction visit(SimplePredicate predicate) {
            return visit((PMMLObject) predicate);
          }
        };
    try {
      inspector.applyTo(document);
      return Optional.empty();
    } catch (MissingMarkupException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "<Header/><DataDictionary/>, COMPLETE",
        "<Header><Application name='a'/></Header><DataDictionary/>, COMPLETE",
        "<Header><Application/></Header><DataDictionary/>, UNCHECKED",
        "<Header/>, UNCHECKED",
      })
  void whetherAllThatIsRequiredIsThereIsKnownAtTheEnd(String inside, ReadDocument.Markup markup)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("document.pmml"),
            "<PMML xmlns='http://www.dmg.org/PMML-4_4' version='4.4'>%s</PMML>".formatted(inside));

    ReadDocument document = new XmlReader(Limits.ofThisProcess()).read(file);

    assertThat(document.markup()).isEqualTo(markup);
    assertThat(firstMissing(document.pmml()).isEmpty())
        .isEqualTo(markup == ReadDocument.Markup.COMPLETE);
  }
}
