package io.slipway.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The parts of the reference page that say what the schema says.
 *
 * @param schema of the resource
 */
record ReferencePage(JsonNode schema) {

  /** Fields whose inside Kubernetes documents. */
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

  /** A table of the fields below {@code spec} or {@code status}, in the order of their paths. */
  String fields(String root) {
    return table(rows(root));
  }

  /** The same without the inside of one field, which is explained elsewhere. */
  String fieldsWithout(String root, String field) {
    return table(rows(root).stream().filter(row -> !row.startsWith("| `" + field + ".")).toList());
  }

  private List<String> rows(String root) {
    var rows = new ArrayList<String>();
    collect("", schema.at("/properties/" + root), rows);
    return rows;
  }

  private static String table(List<String> rows) {
    return """
    | field | type | default | |
    | --- | --- | --- | --- |
    %s
    """
        .formatted(String.join("\n", rows));
  }

  /** A list of everything that the API server says when it refuses. */
  String refusals() {
    var sentences = new LinkedHashSet<String>();
    schema
        .findValues("x-kubernetes-validations")
        .forEach(rules -> rules.forEach(rule -> sentences.add(rule.get("message").asText())));
    return sentences.stream()
        .sorted()
        .map(s -> "- " + escaped(s) + "\n")
        .collect(Collectors.joining());
  }

  private static void collect(String prefix, JsonNode object, List<String> rows) {
    Set<String> required =
        StreamSupport.stream(object.path("required").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    object
        .path("properties")
        .properties()
        .forEach(
            field -> {
              JsonNode node = field.getValue();
              String path = prefix + field.getKey();
              rows.add(
                  "| `%s` | %s | %s | %s |"
                      .formatted(
                          path,
                          type(node),
                          required.contains(field.getKey()) ? "required" : defaultOf(node),
                          escaped(node.get("description").asText())));
              if (!OF_KUBERNETES.contains(field.getKey())) {
                boolean list = node.has("items");
                collect(path + (list ? "[]." : "."), list ? node.get("items") : node, rows);
              }
            });
  }

  private static String type(JsonNode node) {
    if (node.has("enum")) {
      return StreamSupport.stream(node.get("enum").spliterator(), false)
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    String range =
        node.has("minimum") && node.has("maximum")
            ? " %s to %s".formatted(node.get("minimum").asText(), node.get("maximum").asText())
            : "";
    return switch (node.path("type").asText()) {
      case "array" -> "list";
      case "object" -> node.has("additionalProperties") ? "map" : "object";
      default -> node.path("type").asText() + range;
    };
  }

  private static String defaultOf(JsonNode node) {
    return node.has("default") ? "`" + node.get("default").asText() + "`" : "";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
  }
}
