package io.slipway.server.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.server.http.Answer;
import io.slipway.server.http.AnswerComparer;
import io.slipway.server.http.CallerRequest;
import io.slipway.server.http.CallerRequest.Purpose;
import io.slipway.server.http.Deadline;
import io.slipway.server.http.RequestHeaders;
import io.slipway.server.http.RequestRouter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pod of a revision: real sockets and the real routing around a model that answers with the
 * revision's name and the request's body.
 */
final class TestPod implements AutoCloseable {
  /** Which pods each revision has: the name server of the test. */
  static final class Directory {
    private final Map<String, List<PodAddress>> pods = new ConcurrentHashMap<>();

    void set(String revision, PodAddress... addresses) {
      pods.put(revision, List.of(addresses));
    }

    List<PodAddress> podsOf(String revision) {
      return pods.getOrDefault(revision, List.of());
    }
  }

  final String revision;
  final CurrentDocument current;
  final Forwarder forwarder;
  final TargetProbe probe;
  final AtomicInteger scored = new AtomicInteger();
  volatile int status = 200;
  volatile String answersAs;
  volatile Duration thinks = Duration.ZERO;
  private final TrafficRouter router;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  TestPod(String revision, CurrentDocument current, Directory directory) throws IOException {
    this.revision = revision;
    this.answersAs = revision;
    this.current = current;
    forwarder = new Forwarder(current, directory::podsOf, Duration.ofMillis(800));
    router =
        new TrafficRouter(
            revision,
            current,
            forwarder,
            new Windows(InstantSource.system(), System::nanoTime),
            new Shadow(current, forwarder, new AnswerComparer(Optional::empty), () -> false),
            0);
    probe = new TargetProbe(revision, current, forwarder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    server.start();
  }

  PodAddress address() {
    return PodAddress.of(server.getAddress().getAddress(), server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Purpose purpose =
          exchange.getRequestURI().getPath().startsWith("/v2/health")
              ? Purpose.PROBE
              : Purpose.SCORE;
      RequestHeaders headers = RequestHeaders.of(exchange.getRequestHeaders());
      CallerRequest request =
          new CallerRequest(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              exchange.getRequestBody().readAllBytes(),
              purpose,
              router.origin(headers));
      Answer answer =
          switch (router.route(request, Deadline.after(Duration.ofSeconds(10))).settled()) {
            case RequestRouter.Route.Here here -> score(request);
            case RequestRouter.Route.Elsewhere elsewhere -> elsewhere.answer();
            case RequestRouter.Route.Away away -> throw new IllegalStateException("sent twice");
          };
      exchange.getResponseHeaders().putAll(answer.headers().map());
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private Answer score(CallerRequest request) {
    if (request.purpose() == Purpose.SCORE) {
      scored.incrementAndGet();
    }
    if (!thinks.isZero()) {
      java.util.concurrent.locks.LockSupport.parkNanos(thinks.toNanos());
    }
    String body = revision + ":" + new String(request.body(), StandardCharsets.UTF_8);
    return new Answer(
        status,
        HttpHeaders.of(Map.of("Slipway-Revision", List.of(answersAs)), (name, value) -> true),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    probe.close();
    forwarder.close();
  }
}
