package io.slipway.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ScoringException;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is cheap is scored by the thread that reads it, which a slow model must not hold. */
@Timeout(120)
class CheapPredictionTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));
  private static final String ROW = "{\"instances\": [{\"x\": 1}]}";
  private static final String OTHER_ROW = "{\"instances\": [{\"x\": -1}]}";
  private static final String SCORED = "{\"predictions\":[{\"x\":1.0}]}";
  private static final Duration NEVER = Duration.ofSeconds(50);
  private static final Duration SOME_TIME = Duration.ofSeconds(40);
  private static final Duration SOON = Duration.ofSeconds(2);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile CountDownLatch gate = new CountDownLatch(1);
  private final List<RawCaller> connections = new ArrayList<>();
  private volatile String thread = "";

  @AfterEach
  void end() throws IOException {
    gate.countDown();
    callers.close();
    for (RawCaller connection : connections) {
      connection.close();
    }
  }

  /** What a model does with rows below zero. */
  @FunctionalInterface
  private interface Odd {
    void meets(CountDownLatch gate) throws ScoringException;
  }

  /** Quick, but for rows below zero. */
  private FunctionModel quickBut(Odd odd) {
    return new FunctionModel(
        ECHO.signature(),
        inputs -> {
          thread = Thread.currentThread().getName();
          if (inputs.column("x").orElseThrow().doubles()[0] < 0) {
            odd.meets(gate);
          }
          return inputs;
        });
  }

  /** As native code does. */
  private static void hangDeafToInterrupts(CountDownLatch gate) {
    while (gate.getCount() > 0) {
      boolean _ = Thread.interrupted();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void spin(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** One selector, so that whoever holds it up holds up everybody. */
  private static Limits limits(Duration timeout) {
    return new Limits(1 << 20, 1 << 20, 1000, timeout, 64, 1);
  }

  private boolean isScoredWhereItIsRead() {
    return thread.startsWith("http");
  }

  /** Asks until the server knows that the model is cheap: cold code is not. */
  private void learn(RunningServer server) {
    await()
        .atMost(SOME_TIME)
        .until(
            () -> {
              for (int i = 0; i < 200 && !isScoredWhereItIsRead(); i++) {
                server.predict(ROW);
              }
              return isScoredWhereItIsRead();
            });
  }

  /** Until it is a reading thread that hangs: on a busy machine it may be one of the pool. */
  private <T> T hold(RunningServer server, Callable<T> sending) throws Exception {
    while (true) {
      learn(server);
      thread = "";
      T sent = sending.call();
      await().atMost(SOME_TIME).until(() -> !thread.isEmpty());
      if (isScoredWhereItIsRead()) {
        return sent;
      }
      CountDownLatch inVain = gate;
      gate = new CountDownLatch(1);
      inVain.countDown();
    }
  }

  private CompletableFuture<HttpResponse<String>> hold(RunningServer server) throws Exception {
    return hold(
        server, () -> CompletableFuture.supplyAsync(() -> server.predict(OTHER_ROW), callers));
  }

  private RawCaller send(RunningServer server, String requests) throws IOException {
    RawCaller caller = new RawCaller(server.server.port());
    connections.add(caller);
    caller.send(requests);
    return caller;
  }

  private static double lostThreads(RunningServer server) {
    return server.meters.get("slipway.scoring.threads.lost").gauge().value();
  }

  /** On connections of their own, all of which the one selector has. */
  private static void assertThatOthersAreAnswered(RunningServer server) throws Exception {
    for (int i = 0; i < 20; i++) {
      try (RawCaller other = new RawCaller(server.server.port())) {
        other.send(RawCaller.predict(ROW));
        assertThat(other.answer()).endsWith(SCORED);
      }
    }
    assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aModelThatNobodyHasMeasuredIsScoredByThePool() {
    try (RunningServer server = RunningServer.of(quickBut(gate -> {}))) {
      server.predict(ROW);

      assertThat(thread).startsWith("scoring");
    }
  }

  @Test
  void aCheapOneIsScoredByTheThreadThatReads() {
    try (RunningServer server = RunningServer.of(quickBut(gate -> {}))) {
      learn(server);

      assertThat(server.meters.get("slipway.rows").counter().count()).isPositive();
    }
  }

  @Test
  void aModelThatGetsSlowGoesBackToThePool() {
    try (RunningServer server =
        RunningServer.of(quickBut(gate -> spin(Duration.ofMillis(2))), limits(NEVER))) {
      learn(server);

      await()
          .until(
              () -> {
                assertThat(server.predict(OTHER_ROW).statusCode()).isEqualTo(200);
                return !isScoredWhereItIsRead();
              });
    }
  }

  @Test
  void soDoesOneThatIsSlowToRefuse() {
    try (RunningServer server =
        RunningServer.of(
            quickBut(
                gate -> {
                  spin(Duration.ofMillis(2));
                  throw ScoringException.invalidValue(0, "x", "below zero");
                }),
            limits(NEVER))) {
      learn(server);

      await()
          .until(
              () -> {
                assertThat(server.predict(OTHER_ROW).statusCode()).isEqualTo(400);
                return !isScoredWhereItIsRead();
              });
    }
  }

  @Test
  void oneThatTakesLongHoldsUpNobodyElse() throws Exception {
    try (RunningServer server =
        RunningServer.of(quickBut(CheapPredictionTest::hangDeafToInterrupts), limits(NEVER))) {
      CompletableFuture<HttpResponse<String>> held = hold(server);

      assertThatOthersAreAnswered(server);
      assertThat(held).isNotDone();

      gate.countDown();
      assertThat(held.get(20, SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void itsCallerIsToldAtTheTimeLimitAndItsThreadCountsAsLostUntilItEnds() throws Exception {
    try (RunningServer server =
        RunningServer.of(quickBut(CheapPredictionTest::hangDeafToInterrupts), limits(SOON))) {
      HttpResponse<String> late = hold(server).get(20, SECONDS);

      assertThat(late.statusCode()).isEqualTo(504);
      assertThat(late.headers().firstValue("Connection")).contains("close");
      assertThat(lostThreads(server)).isEqualTo(1);
      await().until(() -> server.server.inFlight() == 0);
      assertThat(server.predict(ROW).body()).isEqualTo(SCORED);
      assertThat(thread).startsWith("scoring");

      gate.countDown();
      await().until(() -> lostThreads(server) == 0);
      learn(server);
    }
  }

  @Test
  void theConnectionOfOneThatWasGivenUpIsClosedAtOnceAndNotWhenItsThreadComesBack()
      throws Exception {
    try (RunningServer server =
        RunningServer.of(quickBut(CheapPredictionTest::hangDeafToInterrupts), limits(SOON))) {
      RawCaller caller = hold(server, () -> send(server, RawCaller.predict(OTHER_ROW)));

      assertThat(caller.answer()).startsWith("HTTP/1.1 504");
      assertThat(caller.answer()).isEmpty();
      assertThat(lostThreads(server)).isEqualTo(1);
    }
  }

  @Test
  void oneThatHangsBehindAnotherOnItsConnectionIsGivenUpToo() throws Exception {
    try (RunningServer server =
        RunningServer.of(quickBut(CheapPredictionTest::hangDeafToInterrupts), limits(SOON))) {
      learn(server);
      RawCaller caller = send(server, RawCaller.predict(ROW) + RawCaller.predict(OTHER_ROW));

      assertThat(caller.answer()).endsWith(SCORED);
      assertThat(caller.answer()).startsWith("HTTP/1.1 504");
      assertThatOthersAreAnswered(server);
    }
  }

  @Test
  void soIsOneThatHangsBehindAnotherThatThePoolHasScored() throws Exception {
    String unknownLength = ROW + " ".repeat(500);
    try (RunningServer server =
        RunningServer.of(quickBut(CheapPredictionTest::hangDeafToInterrupts), limits(SOON))) {
      learn(server);
      // Its answer comes from another thread, which then goes on with the connection.
      RawCaller caller =
          send(server, RawCaller.predict(unknownLength) + RawCaller.predict(OTHER_ROW));

      assertThat(caller.answer()).endsWith(SCORED);
      assertThat(caller.answer()).startsWith("HTTP/1.1 504");
      assertThat(thread).startsWith("scoring");
      assertThatOthersAreAnswered(server);
    }
  }

  @Test
  void aReadingThreadThatIsLostIsNoneOfThePoolsSoThatThePodStaysReady() throws Exception {
    // The pool of one has four in reserve: were the reading thread counted, five would be all.
    try (RunningServer server =
        RunningServer.of(quickBut(CheapPredictionTest::hangDeafToInterrupts), limits(SOON))) {
      assertThat(hold(server).get(20, SECONDS).statusCode()).isEqualTo(504);

      while (lostThreads(server) < 5) {
        assertThat(server.predict(OTHER_ROW).statusCode()).isEqualTo(504);
      }

      assertThatOthersAreAnswered(server);
    }
  }

  @Test
  void anAnswerAtTheTimeLimitThatCannotBeMadeIsA500AndNothingStaysInFlight() throws Exception {
    try (RunningServer server =
        RunningServer.of(
            quickBut(CheapPredictionTest::hangDeafToInterrupts),
            limits(SOON),
            context -> heard(context, new FailingAt504()))) {
      HttpResponse<String> answer = hold(server).get(20, SECONDS);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.headers().firstValue("Connection")).contains("close");
      await().until(() -> server.server.inFlight() == 0);
      assertThatOthersAreAnswered(server);
    }
  }

  private static ServingContext heard(ServingContext context, RequestListener listener) {
    return new ServingContext(
        context.model(),
        context.obstacle(),
        context.router(),
        context.answerHeaders(),
        listener,
        context.limits(),
        context.meters());
  }

  /** Breaks its promise not to throw. */
  private static final class FailingAt504 implements RequestListener {
    @Override
    public void answered(Exchange exchange) {
      if (exchange.status() == 504) {
        throw new AssertionError("a listener that fails");
      }
    }
  }

  @Test
  void aThreadThatIsHeldForGoodDoesNotKeepTheServerFromEnding() throws Exception {
    Duration grace = Duration.ofSeconds(30);
    try (RunningServer server =
        RunningServer.of(quickBut(CheapPredictionTest::hangDeafToInterrupts), limits(SOON))) {
      assertThat(hold(server).get(20, SECONDS).statusCode()).isEqualTo(504);

      long begun = System.nanoTime();
      server.server.stop(grace);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(grace.dividedBy(2));
      assertThat(gate.getCount()).isEqualTo(1);
    }
  }

  @Test
  void aCompressedBodyIsNotJudgedByItsLength() throws IOException {
    try (RunningServer server = RunningServer.of(quickBut(gate -> {}), limits(NEVER))) {
      learn(server);
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(ROW.getBytes(StandardCharsets.UTF_8));
      }

      for (int i = 0; i < 20; i++) {
        HttpResponse<String> answer =
            server.post(
                "/v1/models/churn:predict", packed.toByteArray(), "Content-Encoding", "gzip");
        assertThat(answer.body()).isEqualTo(SCORED);
        assertThat(thread).startsWith("scoring");
      }
    }
  }
}
