package io.slipway.registry.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
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
  private static final Pattern PARAMETER = Pattern.compile("[{<](\\w+)[}>]");
  private static final String BYTES = "bytes";

  private OpenApi() {}

  static ObjectNode of(List<Route> routes) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Slipway model registry")
        .put("version", "v1")
        .put(
            "description",
            "Model versions that cannot change, aliases whose history cannot be rewritten.");
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      String path = PARAMETER.matcher(route.path()).replaceAll("{$1}");
      paths
          .withObjectProperty(path)
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
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("summary", route.summary());
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
    route.shape().query().forEach(name -> parameter(parameters, "query", name));
    route.shape().headers().forEach(name -> parameter(parameters, "header", name));
    if (!route.shape().request().isEmpty()) {
      content(operation.putObject("requestBody").put("required", true), route.shape().request());
    }
    ObjectNode responses = operation.putObject("responses");
    for (int status : route.shape().success()) {
      ObjectNode success =
          responses.putObject(Integer.toString(status)).put("description", meaning(status));
      if (!route.shape().response().isEmpty() && !route.method().equals(HandlerType.HEAD)) {
        content(success, route.shape().response());
      }
    }
    content(
        responses.putObject("default").put("description", "Not done: of what, why, what to do"),
        "Error");
    return operation;
  }

  private static String meaning(int status) {
    return switch (status) {
      case 201 -> "Made";
      case 202 -> "Begun";
      case 206 -> "The part that was asked for";
      default -> "Done";
    };
  }

  private static ObjectNode parameter(ArrayNode parameters, String in, String name) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private static void content(ObjectNode of, String schema) {
    ObjectNode content = of.putObject("content");
    if (schema.equals(BYTES)) {
      content
          .putObject("application/octet-stream")
          .putObject("schema")
          .put("type", "string")
          .put("format", "binary");
    } else {
      content
          .putObject("application/json")
          .putObject("schema")
          .put("$ref", "#/components/schemas/" + schema);
    }
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
