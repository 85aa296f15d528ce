package io.slipway.testing.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * The client as a pod. Steered over HTTP on port 8080, which tests reach through the API server:
 *
 * <ul>
 *   <li>{@code POST /request} {method, url, headers, body}: sends it once, answers {status,
 *       headers, body}
 *   <li>{@code POST /loads/NAME} {url, headers, body, perSecond, workers}: begins a load
 *   <li>{@code GET /loads/NAME}: its {@link LoadReport} so far; {@code POST /loads/NAME/stop}: the
 *       last one
 *   <li>{@code GET}, {@code PUT}, {@code DELETE /files/...}: the files of the volume mounted at
 *       {@code /files}
 * </ul>
 *
 * With credentials mounted at {@code /store} it gives those files out as a {@link ModelStore} too.
 */
public final class Main {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path STORE = Path.of("/store");

  private final SharedFiles files = new SharedFiles(Path.of("/files"));

  private final Map<String, Load> loads = new ConcurrentHashMap<>();

  private Main() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Main main = new Main();
    if (Files.isDirectory(STORE)) {
      ModelStore.start(main.files, STORE);
    }
    server.createContext("/", main::serve);
    server.start();
    System.out.println("the client listens on port 8080");
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
      switch (path[0]) {
        case "request" -> answer(exchange, request(JSON.readTree(exchange.getRequestBody())));
        case "loads" -> answer(exchange, load(exchange, path[1]));
        case "files" -> file(exchange, path[1]);
        default -> exchange.sendResponseHeaders(404, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Object> request(JsonNode ask) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Request request = parse(ask, ask.path("method").asText("POST"));
    try (Connection connection = Connection.open(request.url(), Duration.ofSeconds(60))) {
      Response response = connection.send(request);
      answer.put("status", response.status());
      answer.put("headers", response.headers());
      answer.put("body", new String(response.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      answer.put("status", 0);
      answer.put("headers", Map.of());
      answer.put("body", e.toString());
    }
    return answer;
  }

  private LoadReport load(HttpExchange exchange, String path)
      throws IOException, InterruptedException {
    String[] parts = path.split("/", 2);
    if (parts.length == 2) {
      return load(parts[0]).finish();
    }
    if (exchange.getRequestMethod().equals("GET")) {
      return load(parts[0]).report();
    }
    JsonNode ask = JSON.readTree(exchange.getRequestBody());
    Load load =
        Load.start(
            parse(ask, "POST"), ask.path("perSecond").asInt(100), ask.path("workers").asInt(8));
    loads.put(parts[0], load);
    return load.report();
  }

  private Load load(String name) {
    return Objects.requireNonNull(loads.get(name), () -> "no load is named " + name);
  }

  private static Request parse(JsonNode ask, String method) {
    Map<String, String> headers = new LinkedHashMap<>();
    ask.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Request(
        method,
        URI.create(ask.path("url").asText()),
        headers,
        ask.path("body").asText("").getBytes(StandardCharsets.UTF_8));
  }

  private void file(HttpExchange exchange, String name) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> files.get(exchange, name);
      case "PUT" -> files.put(exchange, name);
      case "DELETE" -> files.delete(exchange, name);
      default -> exchange.sendResponseHeaders(405, -1);
    }
  }

  private static void answer(HttpExchange exchange, Object value) throws IOException {
    byte[] body = JSON.writeValueAsBytes(value);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
