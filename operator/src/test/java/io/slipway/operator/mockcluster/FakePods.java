package io.slipway.operator.mockcluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.operator.plan.Step.PodAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** All pods behind one loopback server; the first part of a path is the pod's UID. */
public final class FakePods implements AutoCloseable {

  /** What is wrong with pods' answers. */
  public enum Fault {
    NONE,
    SERVER_ERROR,
    TRUNCATED,
    HTML,
    NOT_A_NUMBER,
    NO_ANSWER
  }

  private final HttpServer server;
  private final Map<String, FakePod> pods = new ConcurrentHashMap<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;

  FakePods() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** From now on, every pod answers like this. */
  public void fail(Fault from) {
    fault = from;
  }

  /** Those that run. */
  public Stream<FakePod> running() {
    return pods.values().stream();
  }

  /** The payloads of all documents that any pod went by. */
  public Set<String> payloadsTaken() {
    return Set.copyOf(taken);
  }

  URI root(PodAddress pod) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + pod.uid() + "/");
  }

  FakePod started(Pod pod) {
    return pods.computeIfAbsent(pod.getMetadata().getUid(), uid -> new FakePod(pod, taken::add));
  }

  void retain(Stream<String> uids) {
    pods.keySet().retainAll(uids.toList());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      Optional<FakePod> pod = Optional.ofNullable(pods.get(path[1]));
      if (pod.isEmpty() || fault == Fault.NO_ANSWER) {
        return; // Closed without an answer.
      }
      if (path[2].equals("traffic")) {
        int code = pod.get().take(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        answer(exchange, code, "{}");
      } else {
        answer(
            exchange, fault == Fault.SERVER_ERROR ? 500 : 200, spoilt(pod.get().status("Ready")));
      }
    }
  }

  private String spoilt(String status) {
    return switch (fault) {
      case NONE, SERVER_ERROR, NO_ANSWER -> status;
      case TRUNCATED -> status.substring(0, status.length() / 2);
      case HTML -> "<html><body>It works!</body></html>";
      case NOT_A_NUMBER -> status.replace("\"callers\":0", "\"callers\":NaN");
    };
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
