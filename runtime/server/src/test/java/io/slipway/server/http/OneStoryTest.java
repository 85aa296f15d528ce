package io.slipway.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ScoringException;
import io.slipway.server.FunctionModel;
import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.http.RequestRouter.Route;
import io.slipway.server.measure.OutputSink;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whichever way a request goes, it meets the same limits and gets the same answer. */
@Timeout(120)
@ParameterizedClass
@EnumSource
class OneStoryTest {
  /** By which a request gets to the model. */
  enum Way {
    /** Scored by the thread that reads it. */
    READING_THREAD,
    /** Scored by the pool, as a model is that takes its time. */
    POOL,
    /** Scored by the pool too, one stream beside others. */
    HTTP_2;

    String threads() {
      return this == READING_THREAD ? "http-" : "scoring-";
    }
  }

  private static final String ROW = "{\"instances\": [{\"x\": 1}]}";
  private static final String SCORED = "{\"predictions\":[{\"x\":1.0}]}";

  /** Bodies of one length are what a way is learnt by. */
  private static final int LENGTH = 200;

  private static final Duration LONG = Duration.ofSeconds(50);

  private static final Duration NOT_CHEAP = Duration.ofNanos(4 * ScoringCost.CHEAP_NANOS);

  private final Way way;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final HttpClient http1 =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpClient http2 =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
  private volatile String scoringThread = "";
  private volatile String routingThread = "";
  private volatile Origin origin = Origin.CALLER;
  private volatile Map<String, String> answerHeaders = Map.of();
  private volatile Route route = new Route.Here(new Heard());

  OneStoryTest(Way way) {
    this.way = way;
  }

  /** Takes down what it is told. */
  private final class Heard implements RequestWatcher {
    @Override
    public OutputSink outputs() {
      scoringThread = Thread.currentThread().getName();
      return OutputSink.NONE;
    }

    @Override
    public Map<String, String> ended(Ending ending) {
      heard.add("ended " + ending.answer().status());
      return Map.of("Slipway-Watched", "yes");
    }

    @Override
    public void written(Answer answer) {
      heard.add("written " + answer.status());
    }
  }

  @AfterEach
  void end() {
    gate.countDown();
    http1.shutdownNow();
    http2.shutdownNow();
  }

  /** Echoes, but for rows below zero: with -1 it waits, with -2 it fails. */
  private FunctionModel model() {
    FunctionModel echo = FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));
    return new FunctionModel(
        echo.signature(),
        inputs -> {
          if (way == Way.POOL) {
            LockSupport.parkNanos(NOT_CHEAP.toNanos());
          }
          double x = inputs.column("x").orElseThrow().doubles()[0];
          if (x == -1) {
            pass(gate);
          } else if (x == -2) {
            throw ScoringException.modelFailed("node 7 divides by zero", new ArithmeticException());
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

  private RunningServer server(Limits limits) {
    RequestListener listener =
        new RequestListener() {
          @Override
          public void arrived(CallerRequest request) {
            heard.add("arrived " + request.body().length);
          }

          @Override
          public void answered(Exchange exchange) {
            heard.add("answered %d by %s".formatted(exchange.status(), exchange.answeredBy()));
          }
        };
    RequestRouter router =
        new RequestRouter() {
          @Override
          public Origin origin(RequestHeaders headers) {
            return origin;
          }

          @Override
          public Route route(CallerRequest request, Deadline deadline) {
            return route;
          }
        };
    RunningServer server =
        RunningServer.of(
            model(),
            limits,
            context ->
                new ServingContext(
                    context.model(),
                    context.obstacle(),
                    router,
                    () -> answerHeaders,
                    listener,
                    context.limits(),
                    context.meters()));
    learn(server);
    return server;
  }

  private static Limits limits(int requests, Duration timeout) {
    return new Limits(400, 100, 3, timeout, requests, 1);
  }

  /** Asks until the way is the one that is meant. */
  private void learn(RunningServer server) {
    ask(HttpRequest.newBuilder(server.uri("/v2/health/live")));
    await()
        .until(
            () -> {
              for (int i = 0; i < 200 && !scoringThread.startsWith(way.threads()); i++) {
                predict(server, ROW);
              }
              return scoringThread.startsWith(way.threads());
            });
    await().until(() -> server.server.inFlight() == 0);
    heard.clear();
  }

  private static double requests(RunningServer server, String outcome) {
    return server.meters.find("slipway.requests").tag("outcome", outcome).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static double value(RunningServer server, String gauge) {
    return server.meters.get(gauge).gauge().value();
  }

  /** The caller may have its answer before the server knows that it was taken. */
  private void awaitHeard(String... all) {
    await().untilAsserted(() -> assertThat(heard).containsExactly(all));
  }

  private HttpResponse<String> predict(RunningServer server, String body) {
    return post(server, "/v1/models/churn:predict", body);
  }

  private HttpResponse<String> post(
      RunningServer server, String target, String body, String... headers) {
    return ask(request(server, target, body, headers));
  }

  private HttpRequest.Builder request(
      RunningServer server, String target, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(target))
            .POST(BodyPublishers.ofString(body + " ".repeat(Math.max(0, LENGTH - body.length()))));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private HttpResponse<String> ask(HttpRequest.Builder request) {
    return begin(request).join();
  }

  private CompletableFuture<HttpResponse<String>> begin(HttpRequest.Builder request) {
    HttpClient client = way == Way.HTTP_2 ? http2 : http1;
    return client.sendAsync(request.timeout(LONG).build(), BodyHandlers.ofString());
  }

  /** Again where it went another way for once: a busy machine may be late for this one. */
  private void onTheWay(RunningServer server, Runnable story) {
    do {
      learn(server);
      scoringThread = "";
      story.run();
    } while (!scoringThread.startsWith(way.threads()));
  }

  @Test
  void whatIsScoredIsCountedAndHeardOfOnce() {
    try (RunningServer server = server(limits(8, LONG))) {
      onTheWay(server, () -> assertThatItIsCountedAndHeardOfOnce(server));
      await().until(() -> server.server.inFlight() == 0);
    }
  }

  private void assertThatItIsCountedAndHeardOfOnce(RunningServer server) {
    double before = requests(server, "scored");
    double rows = server.meters.get("slipway.rows").counter().count();

    HttpResponse<String> answer = predict(server, ROW);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(SCORED);
    assertThat(answer.version())
        .isEqualTo(way == Way.HTTP_2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    assertThat(answer.headers().map())
        .containsEntry("content-type", List.of("application/json"))
        .containsEntry("content-length", List.of(Integer.toString(SCORED.length())))
        .containsEntry("slipway-revision", List.of("churn-5c9f7d2b1a"))
        .containsEntry("slipway-version", List.of("7"))
        .containsEntry("slipway-watched", List.of("yes"));
    assertThat(requests(server, "scored") - before).isEqualTo(1);
    assertThat(server.meters.get("slipway.rows").counter().count() - rows).isEqualTo(1);
    awaitHeard("arrived 0", "ended 200", "answered 200 by churn-5c9f7d2b1a", "written 200");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "400, /v1/models/churn:predict, '{\"instances\": 5}', Accept, */*",
        "400, /v2/models/churn/infer, '{\"inputs\": [}', Accept, */*",
        "400, /v1/models/churn:predict?unknown-fields=what, '{\"instances\": [{\"x\": 1}]}',"
            + " Accept, */*",
        "404, /v1/models/other:predict, '{\"instances\": [{\"x\": 1}]}', Accept, */*",
        "404, /v2/models/churn/versions/8/infer, '{}', Accept, */*",
        "405, GET, '', Accept, */*",
        "406, /v1/models/churn:predict, '{\"instances\": [{\"x\": 1}]}', Accept, image/png",
        "413, /v1/models/churn:predict, '{\"instances\": [{}, {}, {}, {}]}', Accept, */*",
        "415, /v1/models/churn:predict, '{\"instances\": [{\"x\": 1}]}', Content-Type, text/html",
      })
  void aRefusalIsTheSame(int status, String target, String body, String name, String value) {
    try (RunningServer server = server(limits(8, LONG))) {
      HttpRequest.Builder request =
          target.equals("GET")
              ? HttpRequest.newBuilder(server.uri("/v1/models/churn:predict"))
              : request(server, target, body, name, value);
      double before = requests(server, "refused");

      HttpResponse<String> answer = ask(request);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).startsWith("{\"error\":\"");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      if (status == 405) {
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
        awaitHeard("arrived 0");
      } else {
        assertThat(requests(server, "refused") - before).isEqualTo(1);
        awaitHeard(
            "arrived 0",
            "ended " + status,
            "answered %d by ".formatted(status),
            "written " + status);
      }
      await().until(() -> server.server.inFlight() == 0);
    }
  }

  @Test
  void aBodyAndAnAnswerHaveTheirLimits() {
    try (RunningServer server = server(limits(8, LONG))) {
      assertThat(predict(server, ROW + " ".repeat(400)).body())
          .startsWith("{\"error\":\"the body: expected at most 400 bytes");
      String many =
          "{\"instances\": [%s]}".formatted("{\"x\": -1.2345678912345678e-300},".repeat(3));
      assertThat(predict(server, many.replace(",]", "]")).statusCode()).isEqualTo(413);
      assertThat(requests(server, "refused")).isEqualTo(2);
      assertThat(predict(server, ROW).body()).isEqualTo(SCORED);
    }
  }

  @Test
  void oneMoreThanMayBeInFlightIsToldToComeBack() throws Exception {
    try (RunningServer server = server(limits(1, LONG))) {
      await().until(() -> server.server.inFlight() == 0);
      CompletableFuture<HttpResponse<String>> first = begin(waiting(server));
      await().until(() -> !scoringThread.isEmpty());

      HttpResponse<String> second = predict(server, ROW);

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).contains("1");
      assertThat(second.body())
          .isEqualTo("{\"error\":\"as many requests as may be are in flight (1); try again\"}");
      assertThat(requests(server, "unavailable")).isEqualTo(1);

      gate.countDown();
      assertThat(first.get(20, SECONDS).statusCode()).isEqualTo(200);
      await().until(() -> server.server.inFlight() == 0);
      assertThat(predict(server, ROW).body()).isEqualTo(SCORED);
    }
  }

  /** A request that the model holds until the gate opens. */
  private HttpRequest.Builder waiting(RunningServer server) {
    scoringThread = "";
    return request(server, "/v1/models/churn:predict", "{\"instances\": [{\"x\": -1}]}");
  }

  @Test
  void atTheTimeLimitACallerIsToldAndTheThreadInterrupted() {
    try (RunningServer server = server(limits(8, Duration.ofSeconds(2)))) {
      onTheWay(server, () -> assertThatItIsToldInTime(server));
      assertThat(predict(server, ROW).body()).isEqualTo(SCORED);
    }
  }

  private void assertThatItIsToldInTime(RunningServer server) {
    double before = requests(server, "timed_out");

    HttpResponse<String> late = ask(waiting(server));

    assertThat(late.statusCode()).isEqualTo(504);
    assertThat(late.body())
        .isEqualTo(
            "{\"error\":\"not scored within the time limit of PT2S; send fewer rows a request,"
                + " or try again\"}");
    assertThat(requests(server, "timed_out") - before).isEqualTo(1);
    assertThat(heard).contains("ended 504", "answered 504 by ");
    await().until(() -> value(server, "slipway.scoring.threads.lost") == 0);
    await().until(() -> server.server.inFlight() == 0);
  }

  @Test
  void aFailureOfTheModelIsOurs() {
    try (RunningServer server = server(limits(8, LONG))) {
      HttpResponse<String> answer = predict(server, "{\"instances\": [{\"x\": -2}]}");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).startsWith("{\"error\":\"the model failed: node 7");
      assertThat(requests(server, "failed")).isEqualTo(1);
      awaitHeard("arrived 0", "ended 500", "answered 500 by ", "written 500");
    }
  }

  @Test
  void anAnswerOfAnotherRevisionIsPassedOnAsItIs() {
    Answer other =
        new Answer(
            418,
            Answers.headers(
                Map.of("Content-Type", List.of("text/x"), "Slipway-Revision", List.of("next"))),
            "tea".getBytes(StandardCharsets.UTF_8));
    try (RunningServer server = server(limits(8, LONG))) {
      Route elsewhere = new Route.Elsewhere(other, "churn-next");
      for (Route each : List.of(elsewhere, waited(elsewhere))) {
        heard.clear();
        route = each;

        HttpResponse<String> answer = predict(server, ROW);

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("tea");
        assertThat(answer.headers().allValues("Slipway-Revision")).containsExactly("next");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x");
        awaitHeard("arrived 0", "answered 418 by churn-next");
      }
      assertThat(requests(server, "forwarded")).isEqualTo(2);
      assertThat(routingThread).startsWith("request-");
    }
  }

  private Route waited(Route then) {
    return new Route.Away(
        () -> {
          routingThread = Thread.currentThread().getName();
          return then;
        });
  }

  @Test
  void whatAnotherRevisionDoesNotAnswerIsScoredHere() {
    try (RunningServer server = server(limits(8, LONG))) {
      route = waited(new Route.Here(new Heard()));

      assertThat(predict(server, ROW).body()).isEqualTo(SCORED);

      assertThat(routingThread).startsWith("request-");
      awaitHeard("arrived 0", "ended 200", "answered 200 by churn-5c9f7d2b1a", "written 200");
    }
  }

  @Test
  void aCopyIsScoredAndCountedAsOne() {
    try (RunningServer server = server(limits(8, LONG))) {
      origin = Origin.SHADOW;
      double rows = server.meters.get("slipway.rows").counter().count();

      assertThat(predict(server, ROW).body()).isEqualTo(SCORED);

      assertThat(requests(server, "shadowed")).isEqualTo(1);
      assertThat(server.meters.get("slipway.rows").counter().count()).isEqualTo(rows);
    }
  }

  @Test
  void aPodThatIsLeavingSaysSoWithEachAnswer() {
    try (RunningServer server = server(limits(8, LONG))) {
      answerHeaders = Map.of("Connection", "close", "X-Leaving", "yes");

      for (HttpResponse<String> answer :
          List.of(predict(server, ROW), predict(server, "{}"), predict(server, ROW))) {
        assertThat(answer.headers().firstValue("X-Leaving")).contains("yes");
        // HTTP/2 says it by itself, with a frame of its own.
        assertThat(answer.headers().allValues("Connection"))
            .isEqualTo(way == Way.HTTP_2 ? List.of() : List.of("close"));
      }
    }
  }

  @Test
  void aStopWaitsForWhatIsBeingScored() throws Exception {
    try (RunningServer server = server(limits(8, LONG))) {
      CompletableFuture<HttpResponse<String>> inFlight = begin(waiting(server));
      await().until(() -> !scoringThread.isEmpty());

      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> server.server.stop(Duration.ofSeconds(40)));
      await().until(() -> refusesConnections(server.server.port()));
      assertThat(stopped).isNotDone();
      gate.countDown();

      assertThat(inFlight.get(20, SECONDS).statusCode()).isEqualTo(200);
      stopped.get(40, SECONDS);
    }
  }

  private static boolean refusesConnections(int port) {
    try {
      new RawCaller(port).close();
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
