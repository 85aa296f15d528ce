package io.slipway.operator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A field of the spec with two values, from {@code spec-leaves.yaml}.
 *
 * @param path like {@code model.name}
 * @param context a valid spec that leaves the field out
 * @param values the two
 * @param replaced what the field takes the place of, like {@code model.uri}
 * @param effect what a change of it does to a resource that serves
 */
record SpecLeaf(
    String path, ObjectNode context, List<JsonNode> values, List<String> replaced, Effect effect) {

  /** What a change does. */
  enum Effect {
    OTHER_OBJECTS,
    NONE
  }

  private static final String SMALLEST =
      "{\"model\": {\"uri\": \"https://models.example.org/churn/0.pmml\"}}";
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<SpecLeaf> all() {
    try (InputStream yaml =
        Objects.requireNonNull(SpecLeaf.class.getResourceAsStream("/spec-leaves.yaml"))) {
      return new KubernetesSerialization()
          .unmarshal(yaml, new TypeReference<Map<String, JsonNode>>() {}).entrySet().stream()
              .map(entry -> of(entry.getKey(), entry.getValue()))
              .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static SpecLeaf of(String path, JsonNode entry) {
    try {
      ObjectNode context = (ObjectNode) JSON.readTree(SMALLEST);
      JSON.readerForUpdating(context)
          .readValue(entry.path("with").isMissingNode() ? "{}" : entry.get("with").toString());
      return new SpecLeaf(
          path,
          context,
          List.of(entry.get("values").get(0), entry.get("values").get(1)),
          entry.has("replaces") ? List.of(entry.get("replaces").asText()) : List.of(),
          entry.has("effect") ? Effect.NONE : Effect.OTHER_OBJECTS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The fields that the definition has, down to Kubernetes' own types. */
  static Set<String> inSchema(CustomResourceDefinition definition) {
    JSONSchemaProps spec =
        Objects.requireNonNull(
            definition
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec"));
    Set<String> paths = new TreeSet<>();
    spec.getProperties()
        .forEach(
            (name, field) -> {
              if (field.getProperties().isEmpty()) {
                paths.add(name);
              } else {
                field.getProperties().keySet().forEach(below -> paths.add(name + "." + below));
              }
            });
    return paths;
  }

  /** The name of a resource that tries it. */
  String resource() {
    return path.replace(".", "-").toLowerCase(java.util.Locale.ROOT);
  }

  /** The spec that leaves the field out. */
  JsonNode without() {
    return context;
  }

  /**
   * The spec with the field.
   *
   * @param value which, 0 or 1
   */
  JsonNode with(int value) {
    ObjectNode spec = context.deepCopy();
    replaced.forEach(
        other ->
            spec.withObjectProperty(other.split("\\.", 2)[0]).remove(other.split("\\.", 2)[1]));
    String[] parts = path.split("\\.", 2);
    if (parts.length == 1) {
      spec.set(path, values.get(value));
    } else {
      spec.withObjectProperty(parts[0]).set(parts[1], values.get(value));
    }
    return spec;
  }

  /** The same with a model that cannot be read. */
  static JsonNode broken(JsonNode spec) {
    ObjectNode broken = spec.deepCopy();
    String uri = spec.at("/model/uri").asText();
    broken.withObjectProperty("model").put("uri", uri.replaceFirst("[^/]+(?=\\.)", "broken"));
    return broken;
  }
}
