package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.CsvRows;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Detectors of anomalies. The reference evaluator has none, so that they are held to scikit-learn:
 * {@code make.py} beside the documents makes both.
 */
class AnomalyDetectionTest {
  private static final Comparison COMPARISON = new Comparison(new Tolerance(1e-12, 1e-12));

  @TempDir Path folder;

  static Path resource(String name) throws Exception {
    return Path.of(
        java.util.Objects.requireNonNull(
                AnomalyDetectionTest.class.getResource("/anomalies/" + name))
            .toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"isolation-forest", "one-class-svm", "cluster-distances"})
  void aDetectorScoresAsScikitLearnDoes(String name) throws Exception {
    List<Map<String, Object>> rows = CsvRows.read(resource(name + ".csv"), Set.of());
    List<String> differences = new ArrayList<>();
    // Where a reference evaluator is installed it refuses the document, and does not stand in the
    // way.
    try (Model model = Engines.installed().load(resource(name + ".pmml"), LoadOptions.cpu())) {
      assertThat(model.engine().name()).isEqualTo("tabular");
      for (Map<String, Object> row : rows) {
        Batch answer = model.score(TabularRows.toBatch(model.signature(), List.of(row)));
        differences.addAll(
            COMPARISON.differences(
                Map.of("score", Double.valueOf(String.valueOf(row.get("score")))),
                TabularRows.row(answer, 0)));
      }
    }
    assertThat(rows).hasSize(60);
    assertThat(differences).isEmpty();
  }

  /** By the formula of the standard, for trees of which one is a path of length 1 or 3. */
  @ParameterizedTest
  @CsvSource({"0, 0.8311920148055707", "2, 0.5742540767316547"})
  void aScoreIsMadeOfTheAverageLengthOfPaths(double x, double expected) throws Exception {
    try (Model model = PmmlReader.read(forest("sampleDataSize='10'", "none"))) {
      assertThat(score(model, Map.of("x", x))).isEqualTo(Map.of("predictedValue", expected));
    }
  }

  @Test
  void aPathThatIsNotKnownHasNoScore() throws Exception {
    try (Model model = PmmlReader.read(forest("sampleDataSize='10'", "nullPrediction"))) {
      assertThat(score(model, Map.of()).get("predictedValue")).isNull();
    }
  }

  @Test
  void aForestThatHasSeenTwoRowsComparesWithOneStep() throws Exception {
    try (Model model = PmmlReader.read(forest("sampleDataSize='2'", "none"))) {
      assertThat(score(model, Map.of("x", 0)).get("predictedValue")).isEqualTo(0.5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', the attribute sampleDataSize is missing",
    "sampleDataSize='1', sampleDataSize is below 2"
  })
  void aForestSaysHowManyRowsItHasSeen(String attribute, String message) throws Exception {
    Path file = forest(attribute, "none");
    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("AnomalyDetectionModel: " + message);
  }

  private static Map<String, ?> score(Model model, Map<String, Object> row) throws Exception {
    return TabularRows.row(model.score(TabularRows.toBatch(model.signature(), List.of(row))), 0);
  }

  private Path forest(String attribute, String missing) throws Exception {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>
        <AnomalyDetectionModel functionName="regression" algorithmType="iforest" %s><MiningSchema><MiningField name="x"/></MiningSchema>
        <MiningModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema><Segmentation multipleModelMethod="average">
        <Segment><True/><TreeModel functionName="regression" missingValueStrategy="%s"><MiningSchema><MiningField name="x"/></MiningSchema>
        <Node><True/><Node score="1"><SimplePredicate field="x" operator="lessOrEqual" value="1"/></Node>
        <Node score="3"><SimplePredicate field="x" operator="greaterThan" value="1"/></Node></Node></TreeModel></Segment>
        </Segmentation></MiningModel></AnomalyDetectionModel></PMML>
        """
            .formatted(attribute, missing));
  }
}
