package io.slipway.server.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on the loopback that does what a test tells it, and remembers who asked. */
final class FlakyServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<com.sun.net.httpserver.Headers> requests =
      Collections.synchronizedList(new ArrayList<>());

  /** Answers one request. */
  interface Behaviour {
    void answer(HttpExchange exchange, int request) throws IOException;
  }

  FlakyServer(Behaviour behaviour) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestHeaders());
          try (exchange) {
            behaviour.answer(exchange, requests.size());
          }
        });
    server.start();
  }

  /** Serves bytes whole, or the range asked for if the entity tag still fits. */
  static void serve(HttpExchange exchange, byte[] bytes, String tag) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    exchange.getResponseHeaders().set("ETag", tag);
    int from = 0;
    int status = 200;
    if (range != null && tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
      from = Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
      status = 206;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    exchange.sendResponseHeaders(status, bytes.length - from);
    exchange.getResponseBody().write(bytes, from, bytes.length - from);
  }

  /** Promises all bytes and breaks the connection after some. */
  static void breakAfter(HttpExchange exchange, byte[] bytes, int count, String tag)
      throws IOException {
    exchange.getResponseHeaders().set("ETag", tag);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes, 0, count);
    exchange.getResponseBody().flush();
    throw new IOException("the test breaks the connection here");
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  int requests() {
    return requests.size();
  }

  /** A header of the n-th request, counted from 1; empty if it had none. */
  String header(int request, String name) {
    String value = requests.get(request - 1).getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
