package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.Renderer;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PMML as JSON: the same model as its XML form. */
class JsonFormTest {
  private static final int ROWS = 200;

  @TempDir Path folder;

  static Stream<TestModel> models() {
    return TestModels.available().stream()
        .filter(model -> model.pmml().isPresent())
        .filter(model -> !ModelParityTest.REFUSED.contains(model.id()));
  }

  static Stream<TestModel> jsonModels() {
    return models()
        .filter(model -> model.pmmlJsonContent() == TestModel.PmmlJson.COMPLETE)
        .filter(model -> model.pmmlJson().isPresent());
  }

  @ParameterizedTest
  @MethodSource("jsonModels")
  void aModelInJsonIsThatOfItsXml(TestModel model) throws Exception {
    assertSame(model, model.pmmlJson().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("jsonModels")
  void theEngineAloneKnowsItByItsContent(TestModel model) throws Exception {
    Engines alone = new Engines(List.of(new TabularEngine()));
    try (Model loaded = alone.load(model.pmmlJson().orElseThrow(), LoadOptions.cpu())) {
      assertThat(loaded.engine().name()).isEqualTo("tabular");
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatTheReferenceWritesAsJsonIsReadAsTheXmlItWas(TestModel model) throws Exception {
    Optional<Renderer> renderer = ServiceLoader.load(Renderer.class).findFirst();
    assumeTrue(renderer.isPresent(), "slipway-pmml is not built: nothing writes PMML as JSON");
    Renderer.Rendering rendering =
        renderer.orElseThrow().render(model.pmml().orElseThrow(), folder);
    if (rendering instanceof Renderer.Rendering.Rendered rendered) {
      assertSame(model, rendered.model());
    } else {
      assertThat(rendering.toString()).contains("tables, whose rows JPMML's JSON does not hold");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"New York\" \"\" it \"2\\\"\"",
        "[\"New York\", \"\", \"it\", \"2\\\"\"]",
        "[\"2\\\"\", \"it\", \"New York\", \"\"]"
      })
  void aSetIsItsItemsWhetherItIsWrittenAsATextOrAsAList(String items) throws Exception {
    Path json =
        Files.writeString(
            folder.resolve("set.json"),
            """
            {"PMML": {"version": "4.4", "Header": {}, "DataDictionary": {"DataField": [{"name": "c", "optype": "categorical", "dataType": "string"}, {"name": "y", "optype": "continuous", "dataType": "double"}]},
             "Model": [{"TreeModel": {"functionName": "regression", "splitCharacteristic": "multiSplit", "MiningSchema": {"MiningField": [{"name": "c"}, {"name": "y", "usageType": "target"}]},
              "Node": {"score": 1, "Predicate": {"True": {}}, "Node": [
               {"score": 2, "Predicate": {"SimpleSetPredicate": {"field": "c", "booleanOperator": "isIn", "Array": {"type": "string", "value": %s}}}},
               {"score": 3, "Predicate": {"True": {}}}]}}}]}}
            """
                .formatted(items.startsWith("[") ? items : "\"" + escaped(items) + "\""));
    List<Map<String, Object>> rows =
        Stream.of("New York", "", "it", "2\"", "New", "York", "\"it\"")
            .map(c -> Map.<String, Object>of("c", c))
            .toList();
    try (Model expected = Reference.load(json);
        Model actual = PmmlReader.read(json)) {
      Batch batch = TabularRows.toBatch(actual.signature(), rows);
      assertThat(Reference.compare(expected, actual, batch, Closeness.ONE_ULP).differences())
          .isEmpty();
      assertThat(actual.score(batch).column("y").orElseThrow().doubles())
          .containsExactly(2, 2, 2, 2, 3, 3, 3);
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static void assertSame(TestModel model, Path json) throws Exception {
    try (Model expected = PmmlReader.read(model.pmml().orElseThrow());
        Model actual = PmmlReader.read(json)) {
      assertThat(actual.signature()).isEqualTo(expected.signature());
      RandomRows rows = new RandomRows(expected.signature(), model.inputRows(), 20261126);
      int count = model.id().endsWith("docstrings") ? 10 : ROWS;
      assertThat(
              Reference.compare(expected, actual, rows.next(count), Closeness.ONE_ULP)
                  .differences())
          .isEqualTo(List.of());
    }
  }
}
