package io.slipway.operator.podclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.plan.Step.PodAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every pod here has a loopback address of its own and the port that all of them share. */
@Timeout(20)
class PodClientTest {

  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final int BACKLOG = 1024;
  private static final String READY = "{\"state\":\"Ready\",\"revision\":\"churn-1\"}";

  private final List<HttpServer> servers = new ArrayList<>();
  private final CountDownLatch testEnds = new CountDownLatch(1);
  private int port;
  private PodClient client = new PodClient(Clock.systemUTC(), PodEndpoints.onPort(1), LIMIT);

  @BeforeEach
  void takeAPort() throws IOException {
    HttpServer first =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    port = first.getAddress().getPort();
    servers.add(first);
    client = new PodClient(Clock.systemUTC(), PodEndpoints.onPort(port), LIMIT);
  }

  @AfterEach
  void stop() {
    testEnds.countDown();
    client.close();
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void onlyPodsThatAnswerSensiblyAreReported() throws IOException {
    PodAddress good = pod(2, exchange -> answer(exchange, 200, READY));
    PodAddress failing = pod(3, exchange -> answer(exchange, 500, READY));
    PodAddress nonsense = pod(4, exchange -> answer(exchange, 200, "<html>welcome</html>"));
    PodAddress redirecting =
        pod(
            5,
            exchange -> {
              exchange.getResponseHeaders().set("Location", "http://127.0.0.2:" + port + "/status");
              answer(exchange, 302, "");
            });
    PodAddress closed = new PodAddress("closed", "uid-closed", "127.0.0.99");
    PodAddress withoutAddress = new PodAddress("pending", "uid-pending", "");

    var reports =
        client.reports(List.of(good, failing, nonsense, redirecting, closed, withoutAddress));

    assertThat(reports).containsOnlyKeys(good.uid());
  }

  @Test
  void aBodyWithoutEndIsGivenUp() throws IOException {
    PodAddress endless =
        pod(
            2,
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] block = new byte[64 * 1024];
              for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(block);
              }
            });

    assertThat(client.reports(List.of(endless))).isEmpty();
  }

  @Test
  void slowPodsDelayNobodyBeyondTheLimit() throws IOException {
    List<PodAddress> pods = new ArrayList<>();
    pods.add(pod(2, exchange -> answer(exchange, 200, READY)));
    for (int i = 3; i < 13; i++) {
      pods.add(pod(i, this::neverAnswers));
    }
    pods.add(pod(13, this::tricklesForEver));

    long start = System.nanoTime();
    var reports = client.reports(pods);
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(reports).containsOnlyKeys("uid-2");
    assertThat(took).isLessThan(LIMIT.multipliedBy(4));
  }

  @Test
  void aDocumentIsPutToEveryPodAndTheTakersAreCounted() throws IOException {
    var body = new AtomicReference<String>();
    PodAddress taker =
        pod(
            2,
            exchange -> {
              body.set(
                  exchange.getRequestMethod()
                      + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
              answer(exchange, 200, "{}");
            });
    PodAddress refuser = pod(3, exchange -> answer(exchange, 409, "{}"));
    var document = new SignedDocument("cGF5bG9hZA==", "c2ln", "0123456789abcdef");

    int taken = client.push(document, List.of(taker, refuser));

    assertThat(taken).isOne();
    assertThat(body).hasValue("PUT" + document.json());
  }

  @Test
  void hundredsOfPodsAreAskedAtOnce() throws IOException {
    PodAddress one = pod(2, exchange -> answer(exchange, 200, READY));
    List<PodAddress> pods =
        IntStream.range(0, 300)
            .mapToObj(i -> new PodAddress("pod-" + i, "uid-" + i, one.ip()))
            .toList();

    try (var patient =
        new PodClient(Clock.systemUTC(), PodEndpoints.onPort(port), LIMIT.multipliedBy(20))) {
      assertThat(patient.reports(pods)).hasSize(300);
    }
  }

  private PodAddress pod(int number, HttpHandler handler) throws IOException {
    String ip = "127.0.0." + number;
    HttpServer server = HttpServer.create(new InetSocketAddress(ip, port), BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          }
        });
    server.start();
    servers.add(server);
    return new PodAddress("pod-" + number, "uid-" + number, ip);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void neverAnswers(HttpExchange exchange) {
    await(Long.MAX_VALUE);
  }

  private void tricklesForEver(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    while (testEnds.getCount() > 0) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      await(50);
    }
  }

  private void await(long millis) {
    try {
      boolean ended = testEnds.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
      assertThat(ended || millis < Long.MAX_VALUE).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
