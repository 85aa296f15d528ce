package io.slipway.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Serves a points table, a format of its own: a CSV file of {@code field,value,points}. A row of a
 * request gets the sum of the points of its values.
 *
 * <p>It keeps Slipway's small contract: port 8080 answers {@code GET /v2/health/ready} with 200
 * once it can score, port 9090 answers {@code GET /status} with its contract, state and revision,
 * and after SIGTERM it goes on answering while callers still find it.
 */
public final class PointsServer {
  private static final int DRAIN_MILLIS = 10_000;

  /** Whether it is about to go; kept connections are to end before it does. */
  private static volatile boolean draining;

  /** What a value of a field is worth. */
  private record Key(String field, String value) {}

  private final Map<Key, Integer> points;

  private PointsServer(Map<Key, Integer> points) {
    this.points = points;
  }

  /** Reads the mounted model and serves it. */
  public static void main(String[] arguments) throws IOException {
    var server = new PointsServer(read(modelFile()));

    HttpServer callers = listen(8080);
    callers.createContext("/v2/health/ready", exchange -> answer(exchange, 200, ""));
    callers.createContext("/v1/models/", server::score);
    callers.start();

    String revision = System.getenv().getOrDefault("SLIPWAY_REVISION", "");
    HttpServer operator = listen(9090);
    operator.createContext(
        "/status",
        exchange ->
            answer(
                exchange,
                200,
                "{\"contract\": 1, \"state\": \"Ready\", \"revision\": \"%s\"}"
                    .formatted(revision)));
    operator.start();

    // Callers go on arriving for a moment after SIGTERM: the endpoint is taken away meanwhile.
    Runtime.getRuntime().addShutdownHook(new Thread(PointsServer::drain));
  }

  private static void drain() {
    draining = true;
    try {
      Thread.sleep(DRAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpServer listen(int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return server;
  }

  /** A {@code configmap://} or {@code pvc://} source is mounted; this example knows no other. */
  private static Path modelFile() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/etc/slipway/source"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().endsWith(".csv"))
          .findFirst()
          .orElseThrow(() -> new IOException("no .csv file in the mounted source"));
    }
  }

  private static Map<Key, Integer> read(Path model) throws IOException {
    Map<Key, Integer> points = new HashMap<>();
    for (String line : Files.readAllLines(model).stream().skip(1).toList()) {
      List<String> cells = List.of(line.split(",", -1));
      points.put(new Key(cells.get(0), cells.get(1)), Integer.valueOf(cells.get(2)));
    }
    return points;
  }

  private void score(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = body.lines().toList();
    if (lines.isEmpty()) {
      answer(exchange, 400, "a header line is missing\n");
      return;
    }
    String[] fields = lines.getFirst().split(",", -1);
    StringBuilder out = new StringBuilder("points\n");
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      if (values.length != fields.length) {
        answer(
            exchange,
            400,
            "a line has %d cells and the header %d%n".formatted(values.length, fields.length));
        return;
      }
      int sum = 0;
      for (int i = 0; i < fields.length; i++) {
        sum += points.getOrDefault(new Key(fields[i], values[i]), 0);
      }
      out.append(sum).append('\n');
    }
    answer(exchange, 200, out.toString());
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      if (draining) {
        exchange.getResponseHeaders().set("Connection", "close");
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
