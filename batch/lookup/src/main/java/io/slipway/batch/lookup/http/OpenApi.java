package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.lookup.http.Gate.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenAPI 3.1 of the routes: what the server is made of, so that the two cannot differ. */
final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  private OpenApi() {}

  static ObjectNode of(List<Route> routes) {
    ObjectNode document = Views.object().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Slipway predictions")
        .put("version", "v1")
        .put("description", "Predictions that were made in bulk, by key.");
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      paths
          .withObjectProperty(route.path())
          .set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
    ObjectNode components = document.putObject("components");
    components.set("schemas", schemas());
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
    return document;
  }

  private static ObjectNode operation(Route route) {
    ObjectNode operation = Views.object().put("summary", route.summary());
    operation.put("description", "Needs the scope " + route.scope().text() + ".");
    ArrayNode security = operation.putArray("security");
    if (route.scope() == Scope.READ) {
      // Where anonymous reading is allowed.
      security.addObject();
    }
    security.addObject().putArray("token");
    ArrayNode parameters = operation.putArray("parameters");
    Matcher names = PARAMETER.matcher(route.path());
    while (names.find()) {
      parameter(parameters, "path", names.group(1)).put("required", true);
    }
    for (String name : route.parameters()) {
      parameter(parameters, Character.isUpperCase(name.charAt(0)) ? "header" : "query", name);
    }
    if (!route.request().isEmpty()) {
      content(operation.putObject("requestBody").put("required", true), route.request());
    }
    ObjectNode responses = operation.putObject("responses");
    content(responses.putObject("200").put("description", "Done"), route.response());
    content(
        responses.putObject("default").put("description", "Not done: of what, why, what to do"),
        "Error");
    return operation;
  }

  private static ObjectNode parameter(ArrayNode parameters, String in, String name) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private static void content(ObjectNode of, String schema) {
    of.putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/" + schema);
  }

  private static ObjectNode schemas() {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("schemas.json"))) {
      return (ObjectNode) new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
