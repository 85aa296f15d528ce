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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
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

  /**
   * That a pod began to go by a document.
   *
   * @param pod its UID
   * @param revision of the pod
   * @param payload what the document says
   */
  public record Taken(Instant at, String pod, String revision, String payload) {}

  private final HttpServer server;
  private final Map<String, FakePod> pods = new ConcurrentHashMap<>();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final Set<String> crashing = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> used = new ConcurrentHashMap<>();
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

  /** From now on, the pods of that revision crash whenever they start. */
  public void crash(String revision) {
    crashing.add(revision);
  }

  boolean isCrashing(String revision) {
    return crashing.contains(revision);
  }

  /** A caller came to that pod, which may send it on. */
  void call(String uid) {
    Optional.ofNullable(pods.get(uid))
        .filter(pod -> !isCrashing(pod.revision()))
        .ifPresent(this::call);
  }

  private void call(FakePod pod) {
    pod.called();
    used.putIfAbsent(pod.revision(), Instant.now());
    pod.sendsOnTo()
        .filter(target -> !isCrashing(target))
        .ifPresent(
            target -> {
              used.putIfAbsent(target, Instant.now());
              pods.values().stream()
                  .filter(other -> other.revision().equals(target))
                  .forEach(FakePod::hopped);
            });
  }

  /** When a caller first came to a pod of that revision. */
  public Optional<Instant> firstUse(String revision) {
    return Optional.ofNullable(used.get(revision));
  }

  /** Those that run. */
  public Stream<FakePod> running() {
    return pods.values().stream();
  }

  /** All documents that any pod went by, in the order in which they came to each. */
  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** What these said. */
  public Set<String> payloadsTaken() {
    return taken.stream().map(Taken::payload).collect(Collectors.toSet());
  }

  URI root(PodAddress pod) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + pod.uid() + "/");
  }

  FakePod started(Pod pod) {
    return pods.computeIfAbsent(pod.getMetadata().getUid(), uid -> new FakePod(pod, this::took));
  }

  private void took(FakePod pod, String payload) {
    taken.add(new Taken(Instant.now(), pod.uid(), pod.revision(), payload));
  }

  void retain(Stream<String> uids) {
    pods.keySet().retainAll(uids.toList());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      Optional<FakePod> pod = Optional.ofNullable(pods.get(path[1]));
      boolean silent =
          fault == Fault.NO_ANSWER || pod.filter(it -> isCrashing(it.revision())).isPresent();
      if (pod.isEmpty() || silent) {
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
