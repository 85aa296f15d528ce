package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nearest instances where nothing is predicted but they. */
class NeighborsTest {
  @TempDir Path folder;

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
}
