package io.slipway.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitsTest {
  private static final Signature X =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL)).signature();
  private static final String ROW = "{\"instances\": [{\"x\": 1}]}";

  @Test
  void aRequestBeyondTheConcurrencyLimitIsToldToComeBack() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FunctionModel waiting = model(gate);
    Limits limits = new Limits(1000, 1000, 10, Duration.ofSeconds(30), 2, 2);
    try (RunningServer server = RunningServer.of(waiting, limits);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        first.add(CompletableFuture.supplyAsync(() -> server.predict(ROW), callers));
      }
      await().until(() -> server.server.inFlight() == 2);

      HttpResponse<String> third = server.predict(ROW);

      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.headers().firstValue("Retry-After")).contains("1");
      assertThat(third.body())
          .isEqualTo("{\"error\":\"as many requests as may be are in flight (2); try again\"}");
      assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(200);

      gate.countDown();
      for (CompletableFuture<HttpResponse<String>> answered : first) {
        assertThat(answered.get(10, SECONDS).statusCode()).isEqualTo(200);
      }
      await().until(() -> server.server.inFlight() == 0);
      assertThat(server.predict(ROW).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRequestBeyondTheTimeLimitEndsAndItsThreadIsUsedAgain() {
    FunctionModel sleeping = model(new CountDownLatch(1));
    Limits limits = new Limits(1000, 1000, 10, Duration.ofMillis(200), 8, 1);
    try (RunningServer server = RunningServer.of(sleeping, limits)) {
      HttpResponse<String> late = server.predict(ROW);

      assertThat(late.statusCode()).isEqualTo(504);
      assertThat(late.body())
          .isEqualTo(
              "{\"error\":\"not scored within the time limit of PT0.2S; send fewer rows a request,"
                  + " or try again\"}");
      await().until(() -> server.meters.get("slipway.scoring.threads.lost").gauge().value() == 0);
    }
  }

  @Test
  void threadsThatDoNotStopAreReplacedSoThatOthersAreServed() {
    AtomicBoolean released = new AtomicBoolean();
    FunctionModel stubborn =
        new FunctionModel(
            X,
            inputs -> {
              boolean stuck = inputs.column("x").orElseThrow().doubles()[0] < 0;
              while (stuck && !released.get()) {
                Thread.onSpinWait(); // deaf to interrupts, as native code is
              }
              return inputs;
            });
    Limits limits = new Limits(1000, 1000, 10, Duration.ofMillis(300), 8, 1);
    try (RunningServer server = RunningServer.of(stubborn, limits)) {
      // A busy machine may not begin with one before its time is over: then no thread is lost.
      while (server.meters.get("slipway.scoring.threads.lost").gauge().value() < 2) {
        assertThat(server.predict("{\"instances\": [{\"x\": -1}]}").statusCode()).isEqualTo(504);
      }

      assertThat(server.predict(ROW).statusCode()).isEqualTo(200);
      assertThat(server.meters.get("slipway.scoring.threads.lost").gauge().value()).isEqualTo(2);

      released.set(true);
      await().until(() -> server.meters.get("slipway.scoring.threads.lost").gauge().value() == 0);
      assertThat(server.predict(ROW).statusCode()).isEqualTo(200);
    } finally {
      released.set(true);
    }
  }

  @Test
  void whenEveryReplacementIsLostThePodSaysThatItIsNotReady() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    try (ScoringPool pool = new ScoringPool(1, 1)) {
      // A busy machine may not begin with one before its time is over: then no thread is lost.
      while (pool.lostThreads() < 2) {
        int before = pool.lostThreads();
        try {
          pool.run(
              () -> {
                while (!released.get()) {
                  Thread.onSpinWait();
                }
                return "";
              },
              Deadline.after(Duration.ofMillis(200)),
              new CompletableFuture<>());
        } catch (java.util.concurrent.TimeoutException expected) {
          assertThat(pool.lostThreads()).isBetween(before, before + 1);
        }
      }

      assertThat(pool.isExhausted()).isTrue();

      released.set(true);
      await().until(() -> pool.lostThreads() == 0);
      assertThat(pool.isExhausted()).isFalse();
      assertThat(
              pool.run(
                  () -> "again", Deadline.after(Duration.ofSeconds(10)), new CompletableFuture<>()))
          .isEqualTo("again");
    } finally {
      released.set(true);
    }
  }

  @Test
  void tooManyRowsAreRefusedInEveryProtocol() {
    Limits limits = new Limits(100_000, 100_000, 2, Duration.ofSeconds(30), 8, 1);
    try (RunningServer server = RunningServer.of(new FunctionModel(X, inputs -> inputs), limits)) {
      assertThat(server.predict("{\"instances\": [{}, {}, {}]}").statusCode()).isEqualTo(413);
      assertThat(server.predict("x\n1\n2\n3\n", "Content-Type", "text/csv").statusCode())
          .isEqualTo(413);
      assertThat(
              server
                  .infer(
                      "{\"inputs\": [{\"name\": \"x\", \"shape\": [3], \"datatype\": \"FP64\","
                          + " \"data\": [1, 2, 3]}]}")
                  .statusCode())
          .isEqualTo(413);
      assertThat(
              server
                  .post(
                      "/v2/models/churn/infer",
                      new byte[24],
                      "Inference-Header-Content-Length",
                      "0")
                  .statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void whoSendsTooMuchHearsSoAndIsAnsweredNextTime() {
    Limits limits = new Limits(1_000_000, 100_000, 2, Duration.ofSeconds(30), 8, 1);
    byte[] tooMuch = new byte[3_000_000];
    try (RunningServer server = RunningServer.of(new FunctionModel(X, inputs -> inputs), limits)) {
      for (int i = 0; i < 10; i++) {
        assertThat(server.post("/v2/models/churn/infer", tooMuch).statusCode()).isEqualTo(413);
        assertThat(
                server
                    .send(
                        HttpRequest.newBuilder(server.uri("/v2/models/churn/infer"))
                            .POST(
                                BodyPublishers.ofInputStream(
                                    () -> new ByteArrayInputStream(tooMuch))))
                    .statusCode())
            .isEqualTo(413);
        assertThat(server.predict("{\"instances\": [{\"x\": 1}]}").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aBodyThatNobodyReadsEndsTheConnectionAndTheAnswerSaysSo() throws Exception {
    Limits limits = new Limits(1_000, 100_000, 2, Duration.ofSeconds(30), 8, 1);
    try (RunningServer server = RunningServer.of(new FunctionModel(X, inputs -> inputs), limits);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
      socket
          .getOutputStream()
          .write(
              "POST /v2/models/churn/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 413 ").containsIgnoringCase("Connection: close");
    }
  }

  @Test
  void aCompressedBombIsRefusedAtTheLimit() throws Exception {
    java.io.ByteArrayOutputStream bomb = new java.io.ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[10_000_000]);
    }
    Limits limits = new Limits(100_000, 100_000, 2, Duration.ofSeconds(30), 8, 1);
    try (RunningServer server = RunningServer.of(new FunctionModel(X, inputs -> inputs), limits)) {
      assertThat(
              server
                  .post("/v1/models/churn:predict", bomb.toByteArray(), "Content-Encoding", "gzip")
                  .statusCode())
          .isEqualTo(413);
    }
  }

  private static FunctionModel model(CountDownLatch gate) {
    return new FunctionModel(
        X,
        inputs -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return inputs;
        });
  }
}
