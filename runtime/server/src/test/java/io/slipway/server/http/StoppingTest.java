package io.slipway.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While the server stops, no request that has reached it is lost. */
@Timeout(60)
class StoppingTest {
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Longer than what Jetty calls idle when it stops. */
  private static final Duration SLOW = Duration.ofMillis(1500);

  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));
  private static final String ROW = "{\"instances\": [{\"x\": 1}]}";
  private static final String SLOW_ROW = "{\"instances\": [{\"x\": -1}]}";
  private static final String SCORED = "{\"predictions\":[{\"x\":1.0}]}";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Answers rows below zero when the gate opens. */
  private final FunctionModel gated = gatedBy(gate);

  @AfterEach
  void end() {
    gate.countDown();
    threads.close();
  }

  private static FunctionModel gatedBy(CountDownLatch gate) {
    return new FunctionModel(
        ECHO.signature(),
        inputs -> {
          if (inputs.column("x").orElseThrow().doubles()[0] < 0) {
            pass(gate);
          }
          return inputs;
        });
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins to stop, and comes back when nobody can connect any more. */
  private CompletableFuture<Void> stop(RunningServer server) {
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(() -> server.server.stop(GRACE), threads);
    await().until(() -> refusesConnections(server.server.port()));
    return stopped;
  }

  private static boolean refusesConnections(int port) {
    try {
      new RawCaller(port).close();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void requestsInFlightAreAnswered() throws Exception {
    try (RunningServer server = RunningServer.of(gated)) {
      CompletableFuture<HttpResponse<String>> inFlight =
          CompletableFuture.supplyAsync(() -> server.predict(SLOW_ROW), threads);
      await().until(() -> server.server.inFlight() == 1);

      CompletableFuture<Void> stopped = stop(server);
      assertThat(stopped).isNotDone();
      gate.countDown();

      assertThat(inFlight.get(20, SECONDS).statusCode()).isEqualTo(200);
      stopped.get(20, SECONDS);
    }
  }

  @Test
  void soAreThoseOverHttp2() throws Exception {
    try (RunningServer server = RunningServer.of(gated);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      client.send(
          HttpRequest.newBuilder(server.uri("/v2/health/live")).build(), BodyHandlers.discarding());
      CompletableFuture<HttpResponse<String>> inFlight =
          client.sendAsync(
              HttpRequest.newBuilder(server.uri("/v1/models/churn:predict"))
                  .POST(BodyPublishers.ofString(SLOW_ROW))
                  .build(),
              BodyHandlers.ofString());
      await().until(() -> server.server.inFlight() == 1);

      CompletableFuture<Void> stopped = stop(server);
      gate.countDown();

      assertThat(inFlight.get(20, SECONDS).statusCode()).isEqualTo(200);
      assertThat(inFlight.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
      stopped.get(20, SECONDS);
    }
  }

  @Test
  void soIsOneThatRepeatsTheRequestBefore() throws Exception {
    try (RunningServer server = RunningServer.of(gated);
        RawCaller caller = new RawCaller(server.server.port())) {
      for (int i = 0; i < 3; i++) {
        caller.send(RawCaller.predict(ROW));
        assertThat(caller.answer()).endsWith(SCORED);
      }
      await().until(() -> server.server.inFlight() == 0);
      caller.send(RawCaller.predict(SLOW_ROW));
      await().until(() -> server.server.inFlight() == 1);

      CompletableFuture<Void> stopped = stop(server);
      Thread.sleep(SLOW);
      assertThat(stopped).isNotDone();
      gate.countDown();

      assertThat(caller.answer()).startsWith("HTTP/1.1 200");
      stopped.get(20, SECONDS);
    }
  }

  @Test
  void aCallerOnAnOpenConnectionIsStillAnsweredAndNotRefused() throws Exception {
    try (RunningServer server = RunningServer.of(gated);
        RawCaller first = new RawCaller(server.server.port());
        RawCaller kept = new RawCaller(server.server.port());
        RawCaller fresh = new RawCaller(server.server.port())) {
      kept.send(RawCaller.predict(ROW));
      assertThat(kept.answer()).endsWith(SCORED);
      first.send(RawCaller.predict(SLOW_ROW));
      await().until(() -> server.server.inFlight() == 1);

      CompletableFuture<Void> stopped = stop(server);

      kept.send(RawCaller.predict(ROW));
      fresh.send(RawCaller.predict(ROW));
      assertThat(kept.answer()).startsWith("HTTP/1.1 200").endsWith(SCORED);
      assertThat(fresh.answer()).startsWith("HTTP/1.1 200").endsWith(SCORED);

      gate.countDown();
      assertThat(first.answer()).startsWith("HTTP/1.1 200");
      stopped.get(20, SECONDS);
    }
  }

  @Test
  void aCallerThatIsSlowToSendIsWaitedFor() throws Exception {
    String request = RawCaller.predict(ROW);
    try (RunningServer server = RunningServer.of(gated);
        RawCaller slow = new RawCaller(server.server.port())) {
      slow.send(request.substring(0, request.length() - 5));
      await().until(() -> server.server.inFlight() == 1);

      CompletableFuture<Void> stopped = stop(server);
      Thread.sleep(SLOW);
      slow.send(request.substring(request.length() - 5));

      assertThat(slow.answer()).startsWith("HTTP/1.1 200").endsWith(SCORED);
      stopped.get(20, SECONDS);
    }
  }

  /** If it hears anything, then not that its request is at fault: another pod would score it. */
  @Test
  void aCallerThatIsNotWaitedForHearsThatThePodEnds() throws Exception {
    String request = RawCaller.predict(ROW);
    List<String> answers = new ArrayList<>();
    // A connection may end before the answer is on it.
    for (int round = 0; round < 20 && answers.stream().allMatch(String::isEmpty); round++) {
      try (RunningServer server = RunningServer.of(gated);
          RawCaller slow = new RawCaller(server.server.port())) {
        slow.send(request.substring(0, request.length() - 5));
        await().until(() -> server.server.inFlight() == 1);

        server.server.close();

        answers.add(slow.answer());
      }
    }
    assertThat(answers)
        .filteredOn(answer -> !answer.isEmpty())
        .isNotEmpty()
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After: 1")
                    .endsWith("{\"error\":\"the pod is ending; try again\"}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aCallerThatIsSlowToReadGetsAllOfItsAnswer(int requests) throws Exception {
    Column large = Column.ofStrings("x", "a".repeat(12 << 20)); // beyond what sockets hold
    FunctionModel generous =
        new FunctionModel(
            FunctionModel.echo(Field.column("x", DataType.BYTES, Presence.OPTIONAL)).signature(),
            inputs -> Batch.of(large));
    try (RunningServer server = RunningServer.of(generous);
        RawCaller slow = new RawCaller(server.server.port())) {
      for (int i = 1; i < requests; i++) {
        slow.send(RawCaller.predict("{\"instances\": [{}]}"));
        assertThat(slow.answer()).startsWith("HTTP/1.1 200");
      }
      slow.send(RawCaller.predict("{\"instances\": [{}]}"));
      await()
          .ignoreExceptionsInstanceOf(MeterNotFoundException.class)
          .until(() -> server.meters.get("slipway.rows").counter().count() == requests);

      CompletableFuture<Void> stopped = stop(server);
      Thread.sleep(SLOW);

      assertThat(slow.answer()).startsWith("HTTP/1.1 200").endsWith("aaa\"}]}");
      stopped.get(20, SECONDS);
    }
  }

  @Test
  void aConnectionOnWhichNothingComesHoldsNobodyUp() throws Exception {
    try (RunningServer server = RunningServer.of(gated);
        RawCaller idle = new RawCaller(server.server.port())) {
      idle.send(RawCaller.predict(ROW));
      assertThat(idle.answer()).endsWith(SCORED);
      long start = System.nanoTime();

      server.server.stop(GRACE);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GRACE.dividedBy(2));
      assertThat(idle.answer()).isEmpty();
    }
  }

  /** The kernel makes connections by itself, and resets those that nobody has accepted. */
  @Test
  void whoeverHasConnectedBeforeIsAnswered() throws Exception {
    for (int round = 0; round < 10; round++) {
      CountDownLatch last = new CountDownLatch(1);
      try (RunningServer server = RunningServer.of(gatedBy(last))) {
        // For which the server stays, however long the others take.
        CompletableFuture<HttpResponse<String>> inFlight =
            CompletableFuture.supplyAsync(() -> server.predict(SLOW_ROW), threads);
        await().until(() -> server.server.inFlight() == 1);
        List<RawCaller> callers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          callers.add(new RawCaller(server.server.port()));
        }

        CompletableFuture<Void> stopped =
            CompletableFuture.runAsync(() -> server.server.stop(GRACE), threads);

        for (RawCaller caller : callers) {
          caller.send(RawCaller.predict(ROW));
          assertThat(caller.answer()).endsWith(SCORED);
          caller.close();
        }
        last.countDown();
        assertThat(inFlight.get(20, SECONDS).statusCode()).isEqualTo(200);
        stopped.get(20, SECONDS);
      } finally {
        last.countDown();
      }
    }
  }

  @Test
  void callersThatComeMeanwhileAreAnsweredOrCannotConnect() throws Exception {
    for (int round = 0; round < 10; round++) {
      Queue<String> others = new ConcurrentLinkedQueue<>();
      try (RunningServer server = RunningServer.of(ECHO)) {
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          callers.add(threads.submit(() -> callUntilRefused(server.server.port(), others)));
        }
        // Registered with the first request, which a busy machine may not have begun with.
        await()
            .ignoreExceptionsInstanceOf(MeterNotFoundException.class)
            .until(() -> server.meters.get("slipway.rows").counter().count() > 100);

        server.server.stop(GRACE);

        for (Future<?> caller : callers) {
          caller.get(20, SECONDS);
        }
      }
      assertThat(others).isEmpty();
    }
  }

  /** What is no answer goes into {@code others}: a refusal, a wait that does not end. */
  private static void callUntilRefused(int port, Queue<String> others) {
    while (true) {
      try (RawCaller caller = new RawCaller(port)) {
        caller.send(RawCaller.predict(ROW));
        String answer = caller.answer();
        if (!answer.endsWith(SCORED)) {
          others.add(answer);
        }
      } catch (java.net.SocketTimeoutException e) {
        others.add("never answered: " + e);
      } catch (IOException e) {
        return; // refused, or reset in the kernel's queue before the server knew of it
      }
    }
  }
}
