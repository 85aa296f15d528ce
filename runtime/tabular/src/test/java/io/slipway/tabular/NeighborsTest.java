package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import io.slipway.testkit.TabularRows;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nearest neighbors where distances are odd, tables large, or outputs ask for more. */
class NeighborsTest {
  private static final String TWO =
      "<OutputField name='first' optype='categorical' dataType='string'"
          + " feature='entityId'/><OutputField name='second' optype='categorical' dataType='string'"
          + " feature='entityId' rank='2'/><OutputField name='distance' optype='continuous'"
          + " dataType='double' feature='affinity' rank='2'/>";

  @TempDir Path folder;

  /** Some distances of infinite values are no numbers: larger than all others. */
  @ParameterizedTest
  @CsvSource({
    "0, average, euclidean",
    "1, average, euclidean",
    "0, median, cityBlock",
    "1, median, chebychev",
    "1, average, squaredEuclidean",
    "1, weightedAverage, euclidean",
    "0, weightedAverage, chebychev",
    "1, weightedAverage' threshold='0, euclidean"
  })
  void distancesThatAreNoNumbersAreTheLargest(String weight, String method, String measure)
      throws Exception {
    Path file =
        document(
            "functionName='regression' numberOfNeighbors='2' instanceIdVariable='id' continuousScoringMethod='%s'"
                .formatted(method),
            TWO,
            "<KNNInput field='x' fieldWeight='%s'/>".formatted(weight),
            row("a", "1", "10", "p") + row("b", "INF", "20", "q") + row("c", "3", "30", "p"),
            measure);
    assertAsReference(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"majorityVote", "weightedMajorityVote"})
  void votesThatAreNoNumbersWinAsTheyDoForTheReference(String method) throws Exception {
    Path file =
        document(
            "functionName='classification' numberOfNeighbors='3' instanceIdVariable='id' categoricalScoringMethod='%s'"
                .formatted(method),
            TWO,
            "<KNNInput field='x'/>",
            row("a", "1", "10", "p") + row("b", "INF", "20", "q") + row("c", "3", "30", "p"),
            "euclidean");
    assertAsReference(
        Files.writeString(
            file, Files.readString(file).replace("name='y' usage", "name='c' usage")));
  }

  @Test
  void aModelWithoutATargetAnswersWithTheNearestInstances() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("model.pmml"),
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
            <DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="id" optype="categorical" dataType="string"/></DataDictionary>
            <NearestNeighborModel functionName="clustering" numberOfNeighbors="2" instanceIdVariable="id"><MiningSchema><MiningField name="x"/></MiningSchema>
            <Output><OutputField name="first" optype="categorical" dataType="string" feature="entityId"/><OutputField name="second" optype="categorical" dataType="string" feature="entityId" rank="2"/>
            <OutputField name="fourth" optype="categorical" dataType="string" feature="entityId" rank="4"/><OutputField name="b" optype="continuous" dataType="double" feature="affinity" value="b"/></Output>
            <TrainingInstances><InstanceFields><InstanceField field="id" column="i"/><InstanceField field="x" column="x"/></InstanceFields>
            <InlineTable><row><i>a</i><x>1</x></row><row><i>b</i><x>3</x></row><row><i>c</i><x>7</x></row></InlineTable></TrainingInstances>
            <ComparisonMeasure kind="distance"><euclidean/></ComparisonMeasure><KNNInputs><KNNInput field="x"/></KNNInputs></NearestNeighborModel></PMML>
            """);
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      Batch rows = Batch.of(Column.ofDoubles("x", 0, 2, 2.5, 5, 8, Double.POSITIVE_INFINITY));
      Outcome outcome = Reference.compare(expected, actual, rows, Closeness.ONE_ULP);

      assertThat(outcome.differences()).isEmpty();
      assertThat(actual.score(rows).column("first").orElseThrow().strings())
          .containsExactly("a", "a", "b", "b", "c", "a");
      assertThat(actual.signature()).isEqualTo(expected.signature());
    }
  }

  @Test
  void aClusteringWithoutOutputsIsLeftToOthers() throws Exception {
    Path file =
        document(
            "functionName='clustering' numberOfNeighbors='1' instanceIdVariable='id'",
            "",
            "<KNNInput field='x'/>",
            row("a", "1", "10", "p"),
            "euclidean");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("<MiningField name='y' usageType='target'/>", "")
            .replace("<Output></Output>", ""));
    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("without ids or outputs");
  }

  /** As for the reference, whose clusterId knows no ranks. */
  @Test
  void theIdOfAClusterIsTheWinnersWhateverItsRank() throws Exception {
    assertAsReference(
        document(
            "functionName='regression' numberOfNeighbors='1' instanceIdVariable='id'",
            "<OutputField name='id1' optype='categorical' dataType='string' feature='clusterId'"
                + " rank='2'/><OutputField name='id2' optype='categorical' dataType='string'"
                + " feature='entityId' rank='2'/><OutputField name='id9' optype='categorical'"
                + " dataType='string' feature='entityId' rank='9'/>",
            "<KNNInput field='x'/>",
            row("a", "1", "10", "p") + row("b", "2", "20", "q") + row("c", "7", "30", "p"),
            "euclidean"));
  }

  @Test
  void twoCellsOfOneColumnAreRefused() throws Exception {
    Path file =
        document(
            "functionName='regression' numberOfNeighbors='1'",
            "",
            "<KNNInput field='x'/>",
            "<row><id>a</id><x>1</x><x>2</x><y>1</y><c>p</c></row>",
            "euclidean");
    assertThatThrownBy(() -> PmmlReader.read(file)).hasMessageContaining("two cells \"x\"");
  }

  @Test
  void theCellOfTheExactNameIsTaken() throws Exception {
    Path file =
        document(
            "functionName='regression' numberOfNeighbors='1' instanceIdVariable='id'",
            TWO,
            "<KNNInput field='x'/>",
            "<row><id>a</id><x>1</x><d:x xmlns:d='urn:d'>5</d:x><y>1</y><c>p</c></row>"
                + "<row><id>b</id><x>5</x><d:x xmlns:d='urn:d'>1</d:x><y>2</y><c>p</c></row>",
            "euclidean");
    Files.writeString(
        file, Files.readString(file).replace("field='x' column='x'", "field='x' column='d:x'"));
    assertAsReference(file);
  }

  /** Instances from far to near, of which half are kept: each of them is nearer than all before. */
  @Test
  void keepingManyNeighborsCostsLittleMoreThanSortingThem() throws Exception {
    int instances = 60_000;
    Path file =
        document(
            "functionName='classification' numberOfNeighbors='%d'".formatted(instances / 2),
            "",
            "<KNNInput field='x'/>",
            IntStream.range(0, instances)
                .mapToObj(i -> row("n" + i, "" + (instances - i), "1", "p" + i))
                .collect(Collectors.joining()),
            "cityBlock");
    Files.writeString(file, Files.readString(file).replace("name='y' usage", "name='c' usage"));
    try (Model model = PmmlReader.read(file)) {
      Batch row = TabularRows.toBatch(model.signature(), List.of(Map.of("x", 0)));
      long before = cpu();
      assertThat(TabularRows.row(model.score(row), 0)).containsKey("c");
      assertThat(cpu() - before).isLessThan(500_000_000L);
    }
  }

  /** One table of ids, whatever the number of neighbors and of outputs. */
  @Test
  void neighborsTakeRoomByTheirNumberAlone() throws Exception {
    int instances = 4_000;
    Path file =
        document(
            "functionName='regression' numberOfNeighbors='%d'".formatted(instances),
            "<OutputField name='last' optype='categorical' dataType='string' feature='entityId' rank='%d'/>"
                .formatted(instances),
            "<KNNInput field='x'/>",
            IntStream.range(0, instances)
                .mapToObj(i -> row("n" + i, "" + i, "1", "p"))
                .collect(Collectors.joining()),
            "euclidean");
    long before = allocated();
    try (Model model = PmmlReader.read(file)) {
      assertThat(allocated() - before).isLessThan(100_000_000L);
      assertThat(
              TabularRows.row(
                  model.score(TabularRows.toBatch(model.signature(), List.of(Map.of("x", 0)))), 0))
          .containsEntry("last", "4000");
    }
  }

  @Test
  void aTableOfManyColumnsIsReadOnce() throws Exception {
    int columns = 4_000;
    String fields =
        IntStream.range(0, columns)
            .mapToObj(i -> "<InstanceField field='f%d' column='f%d'/>".formatted(i, i))
            .collect(Collectors.joining());
    String cells =
        IntStream.range(0, columns)
            .mapToObj(i -> "<f%d>%d</f%d>".formatted(i, i, i))
            .collect(Collectors.joining());
    Path file =
        document(
            "functionName='regression' numberOfNeighbors='1'",
            "",
            IntStream.range(0, columns)
                .mapToObj("<KNNInput field='f%d'/>"::formatted)
                .collect(Collectors.joining()),
            ("<row><x>1</x><y>1</y>" + cells + "</row>").repeat(2),
            "euclidean");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("<InstanceFields>", "<InstanceFields>" + fields)
            .replace(
                "<MiningSchema>",
                "<MiningSchema>"
                    + IntStream.range(0, columns)
                        .mapToObj("<MiningField name='f%d'/>"::formatted)
                        .collect(Collectors.joining()))
            .replace(
                "<DataDictionary>",
                "<DataDictionary>"
                    + IntStream.range(0, columns)
                        .mapToObj(
                            "<DataField name='f%d' optype='continuous' dataType='double'/>"
                                ::formatted)
                        .collect(Collectors.joining())));
    long before = allocated();
    PmmlReader.read(file).close();
    assertThat(allocated() - before).isLessThan(150_000_000L);
  }

  @Test
  void aColumnThatIsComparedAgainAndAgainIsRefused() throws Exception {
    Path file =
        document(
            "functionName='regression' numberOfNeighbors='1'",
            "",
            "<KNNInput field='x'/>".repeat(10),
            row("a", "1", "10", "p").repeat(2),
            "euclidean");
    assertThatThrownBy(() -> PmmlReader.read(file))
        .hasMessageContaining("not each a column of its instances");
  }

  private void assertAsReference(Path file) throws Exception {
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      Outcome outcome = Reference.compare(expected, actual, rows(expected), Closeness.ONE_ULP);
      assertThat(outcome.differences()).isEmpty();
      assertThat(outcome.answered()).isPositive();
    }
  }

  private static Batch rows(Model model) throws Exception {
    return TabularRows.toBatch(
        model.signature(),
        Stream.of(
                2.1, 1.0, 1e200, -1e200, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
            .map(x -> Map.<String, Object>of("x", x))
            .toList());
  }

  private static String row(String id, String x, String y, String c) {
    return "<row><id>%s</id><x>%s</x><y>%s</y><c>%s</c></row>".formatted(id, x, y, c);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private Path document(
      String attributes, String outputs, String inputs, String rows, String measure)
      throws Exception {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name='x' optype='continuous' dataType='double'/><DataField name='y' optype='continuous' dataType='double'/><DataField name='c' optype='categorical' dataType='string'/><DataField name='id' optype='categorical' dataType='string'/></DataDictionary>
        <NearestNeighborModel %s><MiningSchema><MiningField name='x'/><MiningField name='y' usageType='target'/></MiningSchema><Output>%s</Output>
        <TrainingInstances><InstanceFields><InstanceField field='id' column='id'/><InstanceField field='x' column='x'/><InstanceField field='y' column='y'/><InstanceField field='c' column='c'/></InstanceFields>
        <InlineTable>%s</InlineTable></TrainingInstances><ComparisonMeasure kind='distance'><%s/></ComparisonMeasure><KNNInputs>%s</KNNInputs></NearestNeighborModel></PMML>
        """
            .formatted(attributes, outputs, rows, measure, inputs));
  }
}
