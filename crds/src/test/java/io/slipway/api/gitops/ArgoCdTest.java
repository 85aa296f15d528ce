package io.slipway.api.gitops;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.testing.generated.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of {@code docs/gitops/argocd}, by the tests beside them. */
final class ArgoCdTest {

  private static final Path FOLDER = Situation.DOCS.resolve("argocd");
  private static final Path ACTIONS = FOLDER.resolve("actions");
  private static final List<String> VERBS = List.of("abort", "pause", "promote", "resume", "retry");

  static Stream<JsonNode> healthTests() {
    return tests(FOLDER.resolve("health_test.yaml"), "tests");
  }

  static Stream<JsonNode> discoveryTests() {
    return tests(ACTIONS.resolve("action_test.yaml"), "discoveryTests");
  }

  static Stream<JsonNode> actionTests() {
    return tests(ACTIONS.resolve("action_test.yaml"), "actionTests");
  }

  @ParameterizedTest
  @MethodSource("healthTests")
  void theHealthIsTheExpectedOne(JsonNode test) throws IOException {
    JsonNode resource = Situation.yaml(FOLDER.resolve(test.get("inputPath").asText()));

    JsonNode health = new LuaScript(FOLDER.resolve("health.lua")).run(resource);

    assertThat(health).isEqualTo(test.get("healthStatus"));
  }

  @Test
  void everySituationHasAnExpectedHealth() {
    assertThat(healthTests().map(test -> test.get("inputPath").asText()))
        .containsExactlyInAnyOrderElementsOf(
            Situation.all().stream().map(it -> "testdata/" + it.name() + ".yaml").toList());
  }

  @Test
  void aResourceWithoutAStatusIsNotTakenForAHealthyOne() throws IOException {
    JsonNode resource = Situation.named("steady").resource().deepCopy();
    ((ObjectNode) resource).remove("status");

    JsonNode health = new LuaScript(FOLDER.resolve("health.lua")).run(resource);

    assertThat(health.get("status").asText()).isEqualTo("Progressing");
  }

  @ParameterizedTest
  @MethodSource("discoveryTests")
  void theActionsAreThoseThatMakeSense(JsonNode test) throws IOException {
    JsonNode resource = Situation.yaml(ACTIONS.resolve(test.get("inputPath").asText()));

    JsonNode actions = new LuaScript(ACTIONS.resolve("discovery.lua")).run(resource);

    assertThat(actions.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(VERBS);
    assertThat(VERBS.stream().filter(verb -> !actions.get(verb).get("disabled").booleanValue()))
        .containsExactlyElementsOf(texts(test.get("enabled")));
  }

  @ParameterizedTest
  @MethodSource("actionTests")
  void anActionIsForTheRevisionAndTheStepThatAreShown(JsonNode test) throws IOException {
    JsonNode resource = Situation.yaml(ACTIONS.resolve(test.get("inputPath").asText()));

    JsonNode changed =
        new LuaScript(ACTIONS.resolve(test.get("action").asText() + "/action.lua")).run(resource);

    assertThat(changed.at("/metadata/annotations/slipway.io~1action").asText())
        .matches("\\Q" + test.get("annotation").asText() + "\\E;[0-9]{14}");
  }

  @Test
  void theConfigurationIsMadeOfTheScripts() throws IOException {
    var page = new StringBuilder();
    page.append("# Made of health.lua and actions/ by ArgoCdTest; do not edit.\ndata:\n");
    page.append("  resource.customizations.health.slipway.io_ModelDeployment: |\n");
    page.append(indented(4, FOLDER.resolve("health.lua")));
    page.append("  resource.customizations.actions.slipway.io_ModelDeployment: |\n");
    page.append("    discovery.lua: |\n");
    page.append(indented(6, ACTIONS.resolve("discovery.lua")));
    page.append("    definitions:\n");
    for (String verb : VERBS) {
      page.append("      - name: ").append(verb).append("\n        action.lua: |\n");
      page.append(indented(10, ACTIONS.resolve(verb + "/action.lua")));
    }

    GeneratedFile.at(FOLDER.resolve("argocd-cm.yaml").toString()).mustHold(page.toString());
    assertThatArgoCdFindsTheScripts();
  }

  private static void assertThatArgoCdFindsTheScripts() throws IOException {
    JsonNode data = Situation.yaml(FOLDER.resolve("argocd-cm.yaml")).get("data");
    String suffix = ".slipway.io_ModelDeployment";

    JsonNode actions =
        Serialization.unmarshal(
            data.get("resource.customizations.actions" + suffix).asText(), JsonNode.class);

    assertThat(data.get("resource.customizations.health" + suffix).asText())
        .isEqualTo(Files.readString(FOLDER.resolve("health.lua")));
    assertThat(actions.get("discovery.lua").asText())
        .isEqualTo(Files.readString(ACTIONS.resolve("discovery.lua")));
    assertThat(actions.get("definitions"))
        .allSatisfy(
            action ->
                assertThat(action.get("action.lua").asText())
                    .isEqualTo(
                        Files.readString(
                            ACTIONS.resolve(action.get("name").asText() + "/action.lua"))))
        .hasSameSizeAs(VERBS);
  }

  private static String indented(int columns, Path script) throws IOException {
    return Files.readAllLines(script).stream()
        .map(line -> line.isEmpty() ? "\n" : " ".repeat(columns) + line + "\n")
        .collect(joining());
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> tests(Path file, String list) {
    return StreamSupport.stream(Situation.yaml(file).get(list).spliterator(), false);
  }
}
