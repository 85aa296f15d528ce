package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.Renderer;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
