package io.slipway.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code GET /healthz}, {@code GET /readyz} and {@code GET /metrics}. A check answers with 200, or
 * with 503 and the sentence that says what is wrong.
 */
public final class HealthServer implements AutoCloseable {

  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * @param port to listen on; 0 takes any free one
   * @param problem what makes the process useless until it is restarted, if anything
   * @param unready what keeps it from working at the moment, if anything
   * @param metrics the text that Prometheus scrapes
   * @throws IOException when the port is taken
   */
  public static HealthServer start(
      int port,
      Supplier<Optional<String>> problem,
      Supplier<Optional<String>> unready,
      Supplier<String> metrics)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/healthz", exchange -> check(exchange, problem.get()));
    server.createContext("/readyz", exchange -> check(exchange, unready.get()));
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.get()));
    server.createContext("/", exchange -> answer(exchange, 404, "not found\n"));
    server.start();
    return new HealthServer(server);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void check(HttpExchange exchange, Optional<String> wrong) throws IOException {
    answer(exchange, wrong.isEmpty() ? 200 : 503, wrong.orElse("ok") + "\n");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
