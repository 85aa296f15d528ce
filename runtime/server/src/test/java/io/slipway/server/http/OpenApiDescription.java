package io.slipway.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An OpenAPI document, held against the standard's own schema, and what is sent held against it.
 *
 * @param document as served
 */
record OpenApiDescription(JsonNode document) {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  static OpenApiDescription of(String json) {
    return new OpenApiDescription(parse(json));
  }

  /** Where it is not OpenAPI 3.1. */
  List<String> faults() {
    return text(OPEN_API.validate(document));
  }

  /** What it forbids of the JSON that somebody posts. */
  List<String> faultsOfRequest(String path, JsonNode body) {
    return faults(document.path("paths").path(path).at("/post/requestBody"), body);
  }

  /** What it did not announce of a JSON answer. */
  List<String> faultsOfAnswer(String path, JsonNode body) {
    return faults(document.path("paths").path(path).at("/post/responses/200"), body);
  }

  private List<String> faults(JsonNode message, JsonNode body) {
    JsonNode content = message.path("content").path("application/json").required("schema");
    ObjectNode schema = parse(content.toString().replace(COMPONENTS, "#/$defs/")).deepCopy();
    schema.set("$defs", document.at("/components/schemas"));
    return text(REGISTRY.getSchema(schema).validate(body));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
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
