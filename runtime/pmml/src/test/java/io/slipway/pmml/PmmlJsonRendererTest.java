package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Renderer;
import io.slipway.scoring.Renderer.Rendering.Rendered;
import io.slipway.scoring.Renderer.Rendering.Unrenderable;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import io.slipway.testkit.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A document and its JSON are one model. */
class PmmlJsonRendererTest {
  private static final Engines ENGINES = Engines.installed();

  @TempDir Path folder;

  static Stream<TestModel> documents() {
    return TestModels.available().stream().filter(model -> model.pmml().isPresent());
  }

  private static Renderer renderer() {
    return ServiceLoader.load(Renderer.class).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theJsonScoresAsTheDocumentDoes(TestModel document) throws Exception {
    Path xml = document.pmml().orElseThrow();

    Renderer.Rendering rendering = renderer().render(xml, folder);

    if (rendering instanceof Unrenderable unrenderable) {
      assertThat(withoutVerification(Files.readString(xml)))
          .as(unrenderable.why())
          .contains("<row>");
      return;
    }
    try (Model original = ENGINES.load(xml, LoadOptions.cpu());
        Model rendered = ENGINES.load(((Rendered) rendering).model(), LoadOptions.cpu())) {
      Batch rows = TabularRows.toBatch(original.signature(), document.inputRows());

      assertThat(rendered.signature()).isEqualTo(original.signature());
      assertThat(differences(original.score(rows), rendered.score(rows))).isEmpty();
    }
  }

  private static String withoutVerification(String xml) {
    return xml.replaceAll("(?s)<ModelVerification.*?</ModelVerification>", "");
  }

  /** To the last bit. */
  private static List<String> differences(Batch expected, Batch actual) {
    List<String> differences = new ArrayList<>();
    Comparison exact = new Comparison(new Tolerance(0, 0));
    for (Column column : expected.columns()) {
      differences.addAll(exact.differences(column, actual.column(column.name()).orElseThrow()));
    }
    return differences;
  }

  @Test
  void theRowsOfVerificationGoBesideItAndTheModelReproducesThem() throws Exception {
    Path xml = TestModels.committed("sk-logreg-multiclass-iris").pmml().orElseThrow();

    Rendered rendered = (Rendered) renderer().render(xml, folder);

    assertThat(rendered.mediaType()).isEqualTo("application/pmml+json");
    assertThat(Files.readString(rendered.model())).doesNotContain("ModelVerification");
    JsonNode verification =
        new ObjectMapper().readTree(rendered.verification().orElseThrow().toFile());
    List<Map<String, Object>> inputs = new ArrayList<>();
    List<Map<String, Object>> expected = new ArrayList<>();
    for (JsonNode row : verification.path("rows")) {
      Map<String, Object> input = new HashMap<>();
      Map<String, Object> answer = new HashMap<>();
      for (JsonNode field : verification.path("fields")) {
        String name = field.path("name").asText();
        JsonNode cell = row.path(name);
        (field.path("role").asText().equals("input") ? input : answer)
            .put(name, cell.isNumber() ? (Object) cell.doubleValue() : cell.textValue());
      }
      inputs.add(input);
      expected.add(answer);
    }
    assertThat(inputs).isNotEmpty();
    try (Model model = ENGINES.load(rendered.model(), LoadOptions.cpu())) {
      Batch answers = model.score(TabularRows.toBatch(model.signature(), inputs));
      for (int row = 0; row < inputs.size(); row++) {
        assertThat(
                new Comparison(new Tolerance(1e-9, 1e-12))
                    .differences(expected.get(row), TabularRows.row(answers, row)))
            .as("row %d", row)
            .isEmpty();
      }
    }
  }

  @Test
  void jsonIsNotWrittenAsJsonAgain() throws Exception {
    Path json =
        documents().flatMap(document -> document.pmmlJson().stream()).findFirst().orElseThrow();

    assertThat(renderer().render(json, folder)).isInstanceOf(Unrenderable.class);
    assertThat(renderer().format()).isEqualTo(ModelFormat.PMML);
  }

  @Test
  void whatIsReadIsNotTrusted() {
    Path bad = TestModels.committedFolder().resolve("bad/pmml/xxe-file.pmml");

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> renderer().render(bad, folder))
        .withMessageContaining("DOCTYPE");
    assertThat(folder).isEmptyDirectory();
  }
}
