package io.slipway.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers with what it is told to, on a free port. */
final class ScriptedServer implements AutoCloseable {

  /** A request. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(String method, String path, Optional<String> jsonLength, byte[] body) {

    Request withBody(byte[] other) {
      return new Request(method, path, jsonLength, other);
    }
  }

  /** An answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reply(int status, String mediaType, Optional<Integer> jsonLength, byte[] body) {

    Reply withStatus(int other) {
      return new Reply(other, mediaType, jsonLength, body);
    }

    Reply withMediaType(String other) {
      return new Reply(status, other, jsonLength, body);
    }
  }

  /** What it is told. */
  @FunctionalInterface
  interface Script {
    Reply answer(Request request);
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ScriptedServer(Script script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, script));
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, Script script) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              Optional.ofNullable(
                  exchange.getRequestHeaders().getFirst("Inference-Header-Content-Length")),
              exchange.getRequestBody().readAllBytes());
      Reply reply = script.answer(request);
      exchange.getResponseHeaders().set("Content-Type", reply.mediaType());
      if (reply.jsonLength().isPresent()) {
        exchange
            .getResponseHeaders()
            .set("Inference-Header-Content-Length", reply.jsonLength().get().toString());
      }
      int length = reply.body().length;
      exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
