package io.slipway.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** An OpenAPI document, held against the standard's own schema, and answers held against it. */
public final class OpenApiDescription {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String COMPONENTS = "#/components/schemas/";
  private static final String STANDARD = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";

  /** The standard leaves open what a schema is; JSON Schema's own is what people's tools take. */
  private static final String STANDARD_WITH_JSON_SCHEMA =
      """
      {
        "$id": "https://slipway.example/openapi",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "%s",
        "$defs": {
          "schema": {"$dynamicAnchor": "meta", "$ref": "https://json-schema.org/draft/2020-12/schema"}
        }
      }
      """
          .formatted(STANDARD);

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry -> registry.schemas(Map.of(STANDARD, resource("/openapi/3.1-2022-10-07.json"))));

  private static final Schema OPEN_API = REGISTRY.getSchema(STANDARD_WITH_JSON_SCHEMA);

  private final JsonNode document;

  public OpenApiDescription(JsonNode document) {
    this.document = document;
  }

  /** Where it is not OpenAPI 3.1. */
  public List<String> faults() {
    return text(OPEN_API.validate(document));
  }

  /** What it did not announce of an answer. */
  public List<String> faults(String method, String path, Reply reply) {
    Optional<JsonNode> operation = operation(method, path);
    if (operation.isEmpty()) {
      return reply.status() == 404 || reply.status() == 405 || reply.status() == 400
          ? List.of()
          : List.of("%s %s is not described".formatted(method, path));
    }
    if (reply.status() == 304 || reply.status() == 416) {
      return List.of();
    }
    JsonNode responses = operation.get().get("responses");
    boolean success = responses.has(Integer.toString(reply.status()));
    if (reply.status() < 400 && !success) {
      return List.of("%s %s does not announce %d".formatted(method, path, reply.status()));
    }
    JsonNode response =
        responses.path(reply.status() < 400 ? Integer.toString(reply.status()) : "default");
    JsonNode schema = response.path("content").path("application/json").path("schema");
    if (schema.isMissingNode() || method.equals("HEAD")) {
      return List.of();
    }
    return text(schema(schema, reply.status() < 400).validate(reply.json()));
  }

  /** Answers have no fields that are not described; errors may, for programs. */
  private Schema schema(JsonNode described, boolean closed) {
    ObjectNode schema = parse(described.toString().replace(COMPONENTS, "#/$defs/"));
    if (closed) {
      schema.put("unevaluatedProperties", false);
    }
    schema.set(
        "$defs",
        parse(document.at("/components/schemas").toString().replace(COMPONENTS, "#/$defs/")));
    return REGISTRY.getSchema(schema);
  }

  /** Of the paths that fit, the one that says most. */
  private Optional<JsonNode> operation(String method, String path) {
    String asked = path.replaceFirst("[?].*", "");
    return document.get("paths").properties().stream()
        .filter(entry -> entry.getValue().has(method.toLowerCase(Locale.ROOT)))
        .filter(entry -> Pattern.matches(pattern(entry.getKey()), asked))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(entry -> entry.getValue().get(method.toLowerCase(Locale.ROOT)));
  }

  private static String pattern(String template) {
    return Pattern.compile("[{]\\w+}")
        .matcher(template.replace("{path}", ".+"))
        .replaceAll("[^/]+");
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  private static List<String> text(List<Error> errors) {
    return errors.stream().map(Error::toString).toList();
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(OpenApiDescription.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
