package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.scoring.Batch;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.EdgeCase;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TabularRows.UnfitValueException;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModel.PmmlJson;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against the answers of the frameworks that trained the models. */
class ModelParityTest {
  private static final PmmlEngine ENGINE = new PmmlEngine();

  static Stream<TestModel> xmlModels() {
    return TestModels.available().stream().filter(model -> model.pmml().isPresent());
  }

  static Stream<TestModel> jsonModels() {
    return TestModels.available().stream()
        .filter(model -> model.pmmlJson().isPresent())
        .filter(model -> !isRefused(model));
  }

  static Stream<TestModel> jsonModelsWithNamelessCells() {
    return TestModels.available().stream()
        .filter(model -> model.pmmlJson().isPresent())
        .filter(ModelParityTest::isRefused);
  }

  static Stream<TestModel> modelsWithEdgeCases() {
    return xmlModels().filter(model -> !model.edgeCases().isEmpty());
  }

  /** Spark's converter writes its tables with cells called input and output; JSON drops these. */
  private static boolean isRefused(TestModel model) {
    return model.pmmlJsonContent() == PmmlJson.ROWS_LOST && model.id().startsWith("spark-");
  }

  @ParameterizedTest
  @MethodSource("xmlModels")
  void aModelAsXmlAnswersAsItsFrameworkDid(TestModel model) throws Exception {
    assertThat(differences(model, model.pmml().orElseThrow())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jsonModels")
  void aModelAsJsonAnswersAsItsFrameworkDid(TestModel model) throws Exception {
    assertThat(differences(model, model.pmmlJson().orElseThrow())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jsonModelsWithNamelessCells")
  void aTableThatLostItsColumnNamesIsRefused(TestModel model) {
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> ENGINE.load(model.pmmlJson().orElseThrow(), LoadOptions.cpu()))
        .withMessageContaining("lost the names of their columns")
        .withMessageContaining("XML form");
  }

  @ParameterizedTest
  @MethodSource("modelsWithEdgeCases")
  void anOddRowIsTreatedAsTheDocumentSays(TestModel model) throws Exception {
    try (Model loaded = ENGINE.load(model.pmml().orElseThrow(), LoadOptions.cpu())) {
      List<String> differences = new ArrayList<>();
      for (EdgeCase edge : model.edgeCases()) {
        for (String difference : edgeDifferences(model, loaded, edge)) {
          differences.add(edge.why() + " [" + edge.pmml() + "]: " + difference);
        }
      }
      assertThat(differences).isEmpty();
    }
  }

  private static List<String> differences(TestModel model, Path file) throws Exception {
    Comparison comparison = new Comparison(model.tolerance());
    Set<Integer> excluded = model.excludedRows();
    List<Map<String, Object>> inputs = new ArrayList<>(model.inputRows());
    List<Map<String, Object>> expected = new ArrayList<>(model.expectedRows());
    excluded.stream()
        .sorted((a, b) -> b - a)
        .forEach(
            row -> {
              inputs.remove((int) row);
              expected.remove((int) row);
            });
    List<String> differences = new ArrayList<>();
    try (Model loaded = ENGINE.load(file, LoadOptions.cpu())) {
      Batch answer = loaded.score(TabularRows.toBatch(loaded.signature(), inputs));
      for (int row = 0; row < expected.size() && differences.size() < 10; row++) {
        expected.get(row).keySet().removeAll(model.columnsNotInPmml());
        for (String difference :
            comparison.differences(expected.get(row), TabularRows.row(answer, row))) {
          differences.add("row " + row + ": " + difference);
        }
      }
    }
    return differences;
  }

  private static List<String> edgeDifferences(TestModel model, Model loaded, EdgeCase edge) {
    Comparison comparison = new Comparison(model.tolerance());
    Map<String, Object> answer;
    try {
      Batch batch = TabularRows.toBatch(loaded.signature(), List.of(edge.row()));
      answer = TabularRows.row(loaded.score(batch), 0);
    } catch (UnfitValueException | ScoringException e) {
      boolean errorAllowed =
          switch (edge.pmml()) {
            case ERROR, ERROR_OR_NULL, OK_OR_ERROR -> true;
            // JPMML alone looks at a value only where the row's path through the model needs it.
            // Here each row is held to the whole schema, which the framework's error agrees with.
            case DOCUMENT_SEMANTICS ->
                edge.observedPmml().isEmpty() || edge.anyRuntime() != EdgeCase.Outcome.OK;
            case OK -> false;
          };
      return errorAllowed ? List.of() : List.of(String.valueOf(e.getMessage()));
    }
    return switch (edge.pmml()) {
      case OK, OK_OR_ERROR -> {
        Map<String, Object> expected = new LinkedHashMap<>(edge.values());
        expected.keySet().removeAll(model.columnsNotInPmml());
        yield comparison.differences(expected, answer);
      }
      case DOCUMENT_SEMANTICS -> comparison.differences(observed(edge), nanAsNull(answer));
      case ERROR -> List.of("answered " + answer);
      case ERROR_OR_NULL ->
          answer.values().stream().allMatch(Objects::isNull)
              ? List.of()
              : List.of("answered " + answer);
    };
  }

  /** The record names a target without a name "null"; JSON has no such output. */
  private static Map<String, Object> observed(EdgeCase edge) {
    Map<String, Object> observed = new LinkedHashMap<>(edge.observedPmml());
    observed.remove("null");
    return observed;
  }

  /** JSON, in which the observations were written, has no NaN. */
  private static Map<String, Object> nanAsNull(Map<String, Object> answer) {
    Map<String, Object> shown = new LinkedHashMap<>(answer);
    shown.replaceAll(
        (name, value) -> value instanceof Double number && number.isNaN() ? null : value);
    return shown;
  }
}
