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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The client as a pod. Steered over HTTP on port 8080, which tests reach through the API server:
 *
 * <ul>
 *   <li>{@code POST /request} {method, url, headers, body}: sends it once, answers {status,
 *       headers, body}
 *   <li>{@code POST /loads/NAME} {url, headers, body, perSecond, connections}: begins a load of so
 *       many requests a second; with {count, atATime} in place of perSecond one at full speed; with
 *       {keyHeader, keys} one whose requests name so many keys in turn
 *   <li>{@code GET /loads/NAME?from=MILLIS&to=MILLIS}: its {@link LoadReport} so far, of all or of
 *       the requests begun in that time; {@code GET /loads/NAME/keys}: by key and revision; {@code
 *       POST /loads/NAME/stop}: the last one, when every request has ended
 *   <li>{@code GET}, {@code PUT}, {@code DELETE /files/...}: the files of the volume mounted at
 *       {@code /files}; {@code PUT} of a name that ends with a slash makes a folder for all to
 *       write to
 * </ul>
 *
 * Any request may have {padTo}, a body's length that blanks fill it up to, {uploadSeconds}, how
 * long its body takes, and {timeoutSeconds}. With credentials mounted at {@code /store} it gives
 * those files out as a {@link ModelStore} too.
 */
public final class Main {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path STORE = Path.of("/store");

  private final SharedFiles files = new SharedFiles(Path.of("/files"));

  /** 40 % new connections, 40 % kept ones, 20 % HTTP/2. */
  private static final List<Transport.Kind> USUAL_CONNECTIONS =
      List.of(
          Transport.Kind.NEW,
          Transport.Kind.KEPT,
          Transport.Kind.HTTP2,
          Transport.Kind.NEW,
          Transport.Kind.KEPT);

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
    try (Connection connection = Connection.open(request)) {
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

  private Object load(HttpExchange exchange, String path) throws IOException, InterruptedException {
    String[] parts = path.split("/", 2);
    String what = parts.length == 2 ? parts[1] : exchange.getRequestMethod();
    switch (what) {
      case "POST" -> loads.put(parts[0], start(JSON.readTree(exchange.getRequestBody())));
      case "stop" -> load(parts[0]).finish();
      case "keys" -> {
        return load(parts[0]).log().byKey();
      }
      default -> {}
    }
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
    return load(parts[0])
        .log()
        .report(millis(query, "from").orElse(0), millis(query, "to").orElse(Long.MAX_VALUE));
  }

  private static OptionalLong millis(String query, String name) {
    return Stream.of(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .mapToLong(pair -> Long.parseLong(pair.substring(name.length() + 1)))
        .findFirst();
  }

  private static Load start(JsonNode ask) {
    List<Transport.Kind> connections = new ArrayList<>();
    ask.path("connections").forEach(kind -> connections.add(Transport.Kind.valueOf(kind.asText())));
    var work =
        new Load.Work(
            parse(ask, "POST"),
            connections.isEmpty() ? USUAL_CONNECTIONS : connections,
            ask.path("keyHeader").asText("X-Key"),
            ask.path("keys").asInt(0));
    return Load.start(
        work,
        ask.has("count")
            ? new Load.Pace.FullSpeed(ask.path("count").asLong(), ask.path("atATime").asInt(1))
            : new Load.Pace.Steady(ask.path("perSecond").asInt(100)));
  }

  private Load load(String name) {
    return Objects.requireNonNull(loads.get(name), () -> "no load is named " + name);
  }

  private static Request parse(JsonNode ask, String method) {
    Map<String, String> headers = new LinkedHashMap<>();
    ask.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    byte[] body = ask.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(body, Math.max(body.length, ask.path("padTo").asInt(0)));
    Arrays.fill(padded, body.length, padded.length, (byte) ' ');
    return new Request(
        method,
        URI.create(ask.path("url").asText()),
        headers,
        padded,
        Duration.ofSeconds(ask.path("timeoutSeconds").asLong(15)),
        Duration.ofSeconds(ask.path("uploadSeconds").asLong(0)));
  }

  private void file(HttpExchange exchange, String name) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> files.get(exchange, name);
      case "PUT" -> {
        if (name.endsWith("/")) {
          files.makeFolder(exchange, name);
        } else {
          files.put(exchange, name);
        }
      }
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
