package io.slipway.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be so of the schema as a whole. */
final class SchemaTest {

  /** Fields of Kubernetes' own types, which Kubernetes documents. */
  private static final Set<String> OF_KUBERNETES =
      Set.of(
          "resources",
          "tolerations",
          "env",
          "envFrom",
          "volumes",
          "volumeMounts",
          "affinity",
          "topologySpreadConstraints",
          "imagePullSecrets");

  @ParameterizedTest
  @MethodSource("io.slipway.api.schema.CrdManifest#resources")
  void everyFieldIsExplained(Class<? extends CustomResource<?, ?>> resource) {
    JsonNode schema = schema(resource);
    var silent = new ArrayList<String>();
    collectSilent("spec", schema.at("/properties/spec"), silent);
    collectSilent("status", schema.at("/properties/status"), silent);

    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.slipway.api.schema.CrdManifest#resources")
  void everyRuleHasAnExampleThatBreaksIt(Class<? extends CustomResource<?, ?>> resource) {
    JsonNode schema = schema(resource);
    List<String> expected = Example.invalid().stream().map(Example::expected).toList();

    assertThat(
            schema.findValues("x-kubernetes-validations").stream().flatMap(SchemaTest::sentences))
        .isNotEmpty()
        .allSatisfy(sentence -> assertThat(expected).anyMatch(sentence::contains));
  }

  @ParameterizedTest
  @MethodSource("io.slipway.api.schema.CrdManifest#resources")
  void everyListAndMapAndTextOfOurOwnIsBounded(Class<? extends CustomResource<?, ?>> resource) {
    JsonNode schema = schema(resource);
    var unbounded = new ArrayList<String>();
    collectUnbounded("spec", schema.at("/properties/spec"), unbounded);

    assertThat(unbounded).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.slipway.api.schema.CrdManifest#resources")
  void nothingIsFilledInBelowAListWhichGitOpsToolsTakeForADifference(
      Class<? extends CustomResource<?, ?>> resource) {
    JsonNode schema = schema(resource);
    var filledIn = new ArrayList<String>();
    collectDefaultsBelowLists("spec", schema.at("/properties/spec"), filledIn);

    assertThat(filledIn).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "1", "+1", "-1", "1.", ".5", "1.5", "1e3", "1E-9", "1e99", "500m", "1Ki"})
  void everyQuantityThatTheSchemaTakesCanBeRead(String quantity) {
    assertThat(quantity).matches(SchemaBounds.QUANTITY);

    assertThatCode(() -> new Quantity(quantity).getNumericalAmount()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "1 GB", "1GB", "1e", "1e100", "1.5.2", "0x10", "1Mi ", "--1"})
  void whatCannotBeReadAsAQuantityIsNotTaken(String quantity) {
    assertThat(quantity).doesNotMatch(SchemaBounds.QUANTITY);
  }

  /** Of rules of one document; those about a change of it have tests of their own. */
  private static Stream<String> sentences(JsonNode rules) {
    return StreamSupport.stream(rules.spliterator(), false)
        .filter(rule -> !rule.path("rule").asText().contains("oldSelf"))
        .map(rule -> rule.path("message").asText());
  }

  private static JsonNode schema(Class<? extends CustomResource<?, ?>> resource) {
    return new CrdManifest(resource).definition().at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private static void collectSilent(String path, JsonNode node, List<String> silent) {
    if (!node.has("description")) {
      silent.add(path);
    }
    children(path, node).forEach(child -> collectSilent(child.path(), child.schema(), silent));
  }

  private static void collectUnbounded(String path, JsonNode node, List<String> unbounded) {
    boolean bounded =
        switch (node.path("type").asText()) {
          case "array" -> node.has("maxItems");
          case "string" -> node.has("maxLength") || node.has("enum");
          case "object" -> node.has("properties") || node.has("maxProperties");
          default -> true;
        };
    if (!bounded) {
      unbounded.add(path);
    }
    children(path, node)
        .forEach(child -> collectUnbounded(child.path(), child.schema(), unbounded));
  }

  private static void collectDefaultsBelowLists(String path, JsonNode node, List<String> filledIn) {
    if (node.has("items") && node.get("items").findValue("default") != null) {
      filledIn.add(path);
    }
    children(path, node)
        .forEach(child -> collectDefaultsBelowLists(child.path(), child.schema(), filledIn));
  }

  private record Child(String path, JsonNode schema) {}

  private static List<Child> children(String path, JsonNode node) {
    JsonNode fields = node.at(node.has("items") ? "/items/properties" : "/properties");
    String name = path.substring(path.lastIndexOf('.') + 1);
    return OF_KUBERNETES.contains(name)
        ? List.of()
        : fields.properties().stream()
            .map(field -> new Child(path + "." + field.getKey(), field.getValue()))
            .toList();
  }
}
