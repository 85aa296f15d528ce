package io.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.registry.testing.OpenApiDescription;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiDocumentTest {
  @TempDir static Path folder;
  private static JsonNode document = JsonNodeFactory.instance.objectNode();

  @BeforeAll
  static void ask() throws Exception {
    try (TestRegistry registry = TestRegistry.start(folder, Map.of(), Clock.systemUTC())) {
      document = registry.client().as("").get("/openapi.json").json();
    }
  }

  @Test
  void itIsWhatTheStandardSays() {
    assertThat(new OpenApiDescription(document).faults()).isEmpty();
  }

  @Test
  void everySchemaThatIsNamedIsThere() {
    JsonNode schemas = document.at("/components/schemas");
    List<String> missing = new ArrayList<>();
    references(document)
        .forEach(
            reference -> {
              String name = reference.replace("#/components/schemas/", "");
              if (!schemas.has(name)) {
                missing.add(name);
              }
            });
    assertThat(missing).isEmpty();
  }

  @Test
  void everySchemaThatIsThereIsNamed() {
    List<String> named =
        references(document).stream()
            .map(reference -> reference.replace("#/components/schemas/", ""))
            .toList();
    assertThat(document.at("/components/schemas").fieldNames())
        .toIterable()
        .allSatisfy(name -> assertThat(named).contains(name));
  }

  @Test
  void everyPathSaysWhatItNeedsAndWhatItTakes() {
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .forEach(
                        operation -> {
                          assertThat(operation.get("summary").textValue()).isNotBlank();
                          assertThat(operation.get("description").textValue()).contains("scope");
                          for (JsonNode parameter : operation.get("parameters")) {
                            if (parameter.get("in").textValue().equals("path")) {
                              assertThat(path.getKey())
                                  .contains("{" + parameter.get("name").textValue() + "}");
                            }
                          }
                        }));
    assertThat(document.get("paths").has("/v1/models/{model}/versions/{version}/files/{path}"))
        .isTrue();
  }

  private static List<String> references(JsonNode node) {
    List<String> references = new ArrayList<>();
    node.findValues("$ref").forEach(reference -> references.add(reference.textValue()));
    return references;
  }
}
