package io.slipway.batch.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Says how far a score pod has come. A few questions a minute, so the JDK's own server: {@code GET
 * /status}, {@code /live}, {@code /metrics}.
 */
final class ProgressServer implements AutoCloseable {
  private final HttpServer server;
  private volatile Progress now;

  /** Listens. */
  ProgressServer(int port, Progress begin) throws IOException {
    this.now = begin;
    this.server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/live", exchange -> answer(exchange, "text/plain", "live"));
    server.createContext("/status", exchange -> answer(exchange, "application/json", status()));
    server.createContext(
        "/metrics", exchange -> answer(exchange, "text/plain; version=0.0.4", metrics()));
    server.start();
  }

  void tell(Progress progress) {
    now = progress;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private String status() {
    Progress progress = now;
    return "{\"split\":%d,\"bytes\":%d,\"bytesDone\":%d,\"rows\":%d,\"errors\":%d}"
        .formatted(
            progress.split(),
            progress.bytes(),
            progress.bytesDone(),
            progress.counts().scored(),
            progress.counts().errors());
  }

  private String metrics() {
    Progress progress = now;
    return """
    # HELP slipway_batch_bytes Bytes of input that the split has.
    # TYPE slipway_batch_bytes gauge
    slipway_batch_bytes %d
    # HELP slipway_batch_bytes_done_total Bytes of input that were read.
    # TYPE slipway_batch_bytes_done_total counter
    slipway_batch_bytes_done_total %d
    # HELP slipway_batch_rows_total Rows with a prediction.
    # TYPE slipway_batch_rows_total counter
    slipway_batch_rows_total %d
    # HELP slipway_batch_errors_total Rows without one.
    # TYPE slipway_batch_errors_total counter
    slipway_batch_errors_total %d
    """
        .formatted(
            progress.bytes(),
            progress.bytesDone(),
            progress.counts().scored(),
            progress.counts().errors());
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
