package io.slipway.operator.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * As much of the registry's interface as the operator uses, with the answers' fields as
 * docs/registry.md has them. Every model has the same versions and aliases.
 */
public final class FakeRegistry implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "slipway_read";

  private final HttpServer server;
  private final Path credentials;
  private final Map<String, String> states = new ConcurrentHashMap<>();
  private final Map<String, String> aliases = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> told = new LinkedHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> brokenAt = new ConcurrentHashMap<>();
  private volatile int broken;

  private FakeRegistry(HttpServer server, Path credentials) {
    this.server = server;
    this.credentials = credentials;
  }

  public static FakeRegistry start(Path credentials) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeRegistry registry = new FakeRegistry(server, credentials);
    Files.writeString(credentials.resolve("token"), TOKEN + "\n");
    server.createContext("/", registry::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return registry;
  }

  public RegistryAddress address() {
    return address("here");
  }

  /** The same for a cluster of that name. */
  public RegistryAddress address(String cluster) {
    return new RegistryAddress(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        credentials,
        Duration.ofMillis(100),
        cluster);
  }

  /** Has a version with that number. */
  public FakeRegistry with(String number, String state) {
    states.put(number, state);
    return this;
  }

  public FakeRegistry pointing(String alias, String number) {
    aliases.put(alias, number);
    return this;
  }

  public void withdraw(String alias) {
    aliases.remove(alias);
  }

  /** Answers everything with that status from now on; 0 is as it should be. */
  public void breakDown(int status) {
    broken = status;
  }

  /** Answers with that status from now on where the path begins so. */
  public void breakDown(String path, int status) {
    brokenAt.put(path, status);
  }

  /** Answers with more than anybody takes where the path begins so. */
  public void babble(String path) {
    server.createContext(path, FakeRegistry::babble);
  }

  private static void babble(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      byte[] more = new byte[1 << 20];
      for (int i = 0; i < 9; i++) {
        exchange.getResponseBody().write(more);
      }
    }
  }

  /** The digest of a version's bytes. */
  public static String digest(String number) {
    return "sha256:" + number.repeat(64).substring(0, 64);
  }

  /** What was asked: method, path, and the status of the answer. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** What was told of deployments, each once. */
  public List<JsonNode> told() {
    synchronized (told) {
      return List.copyOf(told.values());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode body = JSON.createObjectNode();
      String path = exchange.getRequestURI().getPath();
      int failure =
          brokenAt.entrySet().stream()
              .filter(entry -> path.startsWith(entry.getKey()))
              .findFirst()
              .map(Map.Entry::getValue)
              .orElse(broken);
      int status = failure == 0 ? status(exchange, body) : failure;
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + status);
      byte[] bytes = status == 304 ? new byte[0] : JSON.writeValueAsBytes(body);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private int status(HttpExchange exchange, ObjectNode body) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(token)) {
      body.put("error", "the token is not known");
      return 401;
    }
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
    if (path.length == 2) {
      return models(exchange.getRequestURI().getQuery(), body);
    }
    return switch (path.length < 4 ? "" : path[3]) {
      case "aliases" -> alias(exchange, path[4], body);
      case "versions" -> version(path[4], body);
      case "history" -> history(path[2], body);
      case "deployments" -> deployment(exchange, path[2], body);
      default -> missing(body);
    };
  }

  private int alias(HttpExchange exchange, String alias, ObjectNode body) {
    Optional<String> number = Optional.ofNullable(aliases.get(alias));
    if (number.isEmpty()) {
      return missing(body);
    }
    String etag = "\"manifest-of-" + number.get() + "\"";
    exchange.getResponseHeaders().add("ETag", etag);
    body.put("alias", alias).put("version", Integer.parseInt(number.get()));
    return etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match")) ? 304 : 200;
  }

  private int version(String number, ObjectNode body) {
    Optional<String> state = Optional.ofNullable(states.get(number));
    if (state.isEmpty()) {
      return missing(body);
    }
    body.put("version", Integer.parseInt(number)).put("state", state.get());
    body.putObject("modelFile").put("path", "model.onnx").put("digest", digest(number));
    if (state.get().equals("READY")) {
      body.put("format", "ONNX");
    } else if (state.get().equals("REJECTED")) {
      body.putArray("reasons").add("ModelInvalid: no such operator");
    }
    return 200;
  }

  /** Those that something was told of, on pages of one. */
  private int models(@Nullable String query, ObjectNode body) {
    String after = query == null ? "" : query.substring("after=".length());
    Optional<String> next =
        told().stream()
            .map(event -> event.path("model").asText())
            .filter(model -> model.compareTo(after) > 0)
            .sorted()
            .findFirst();
    body.putArray("models");
    next.ifPresent(model -> body.withArray("models").addObject().put("name", model));
    next.ifPresent(model -> body.put("next", "after=" + model));
    return 200;
  }

  private int history(String model, ObjectNode body) {
    Map<String, JsonNode> serving = new LinkedHashMap<>();
    for (JsonNode event :
        told().stream().filter(it -> it.path("model").asText().equals(model)).toList()) {
      String place = event.path("uid").asText() + event.path("track").asText();
      serving.remove(place);
      if (event.path("phase").asText().equals("serving")) {
        serving.put(place, event);
      }
    }
    body.putArray("serving").addAll(serving.values());
    return 200;
  }

  private int deployment(HttpExchange exchange, String model, ObjectNode body) throws IOException {
    ObjectNode event = (ObjectNode) JSON.readTree(exchange.getRequestBody().readAllBytes());
    event.put("model", model);
    if (event.valueStream().anyMatch(field -> field.asText().isEmpty())) {
      body.put("error", "the body: write a text that is not empty");
      return 400;
    }
    if (!states.containsKey(event.path("version").asText())) {
      return missing(body);
    }
    synchronized (told) {
      told.putIfAbsent(exchange.getRequestHeaders().getFirst("Idempotency-Key"), event);
    }
    return 201;
  }

  private static int missing(ObjectNode body) {
    body.put("error", "there is no such thing; push it");
    return 404;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
