package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.slipway.scoring.ScoringException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blue answers, green is asked the same afterwards, and nobody waits for it. */
@Timeout(60)
class ShadowTest extends BlueAndGreen {
  private static final String INFER = "/v2/models/churn/infer";

  private JsonNode shadow() {
    return blue.window().path("shadow");
  }

  /** Waits until so many requests have become something. */
  private JsonNode ended(int requests) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                shadow().path("copies").intValue() + shadow().path("dropped").intValue()
                    == requests);
    return shadow();
  }

  private static Map<String, Long> counts(JsonNode counts) {
    Map<String, Long> map = new HashMap<>();
    counts.properties().forEach(count -> map.put(count.getKey(), count.getValue().longValue()));
    return map;
  }

  /** One by one, so that the queue never overflows. */
  private void predictAll(double... xs) {
    for (int i = 0; i < xs.length; i++) {
      assertThat(SplitPod.by(blue.predict(xs[i]))).isEqualTo("blue");
      ended(i + 1);
    }
  }

  @Test
  void theSameModelDisagreesInNothing() {
    publish(0, 10_000);
    predictAll(new Random(1).doubles(40).toArray());

    JsonNode shadow = shadow();
    assertThat(shadow.path("compared").intValue()).isEqualTo(40);
    assertThat(shadow.path("faults").intValue()).isZero();
    assertThat(shadow.path("rows").intValue()).isEqualTo(40);
    assertThat(shadow.path("flips").intValue()).isZero();
    assertThat(counts(shadow.path("differences"))).isEqualTo(Map.of("0", 40L));
    assertThat(shadow.path("timed").intValue()).isEqualTo(20);
  }

  @Test
  void whateverTheProtocolWhatIsCountedIsWhatAnOfflineDiffSays() throws Exception {
    green.script = x -> x < 0.3 ? x + 0.25 : x * 0.999;
    publish(0, 10_000);
    double[] xs = new Random(2).doubles(60).toArray();
    int sent = 0;
    for (int i = 0; i < xs.length; i += 2) {
      double a = xs[i];
      double b = xs[i + 1];
      HttpResponse<byte[]> answer =
          switch (i % 4) {
            case 0 -> blue.send(SplitPod.PREDICT, records(a, b));
            default ->
                i % 3 == 0
                    ? blue.send(SplitPod.PREDICT, csv(a, b), "Content-Type", "text/csv")
                    : i % 3 == 1
                        ? blue.send(INFER, tensors(a, b))
                        : blue.send(
                            INFER,
                            binary(a, b),
                            "Inference-Header-Content-Length",
                            "" + BINARY_JSON.length(),
                            "Content-Type",
                            "application/octet-stream");
          };
      assertThat(answer.statusCode())
          .as(new String(answer.body(), StandardCharsets.UTF_8))
          .isEqualTo(200);
      ended(++sent);
    }

    JsonNode shadow = shadow();
    assertThat(shadow.path("faults").intValue()).as(shadow.toString()).isZero();
    assertThat(shadow.path("rows").intValue()).isEqualTo(xs.length);
    assertThat(shadow.path("flips").longValue())
        .isPositive()
        .isEqualTo(DoubleStream.of(xs).filter(x -> (x > 0.5) != (candidate(x) > 0.5)).count());
    Map<String, Long> offline =
        DoubleStream.of(xs)
            .map(x -> Math.abs(x - candidate(x)))
            .boxed()
            .collect(Collectors.groupingBy(ShadowTest::contractBin, Collectors.counting()));
    assertThat(counts(shadow.path("differences"))).isEqualTo(offline);
  }

  private static double candidate(double x) {
    return x < 0.3 ? x + 0.25 : x * 0.999;
  }

  /** The contract's formula for what is not negative, written down once more. */
  private static String contractBin(double value) {
    return Long.toString(Double.doubleToRawLongBits(value) >> 47);
  }

  private static byte[] records(double a, double b) {
    return "{\"instances\": [{\"x\": %s}, {\"x\": %s}]}"
        .formatted(a, b)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] csv(double a, double b) {
    return "x\n%s\n%s\n".formatted(a, b).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] tensors(double a, double b) {
    return "{\"inputs\": [{\"name\": \"x\", \"shape\": [2], \"datatype\": \"FP64\", \"data\": [%s, %s]}]}"
        .formatted(a, b)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static final String BINARY_JSON =
      "{\"inputs\": [{\"name\": \"x\", \"shape\": [2], \"datatype\": \"FP64\", \"parameters\": {\"binary_data_size\": 16}}], \"parameters\": {\"binary_data_output\": true}}";

  private static byte[] binary(double a, double b) {
    return ByteBuffer.allocate(BINARY_JSON.length() + 16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(BINARY_JSON.getBytes(StandardCharsets.US_ASCII))
        .putDouble(a)
        .putDouble(b)
        .array();
  }

  @Test
  void aCopyIsNobodysRequestAtTheCandidate() {
    publish(0, 10_000);
    predictAll(1, 2, 3);

    assertThat(green.counts.shadows()).isEqualTo(3);
    assertThat(green.counts.hops()).isZero();
    assertThat(green.counts.callers()).isZero();
    assertThat(green.counts.answeredBy()).isEmpty();
    assertThat(green.window().at("/scored/requests").intValue()).isZero();
    assertThat(blue.window().at("/candidate/requests").intValue()).isZero();
    assertThat(blue.window().at("/stable/requests").intValue()).isEqualTo(3);
    assertThat(blue.forwarder.counts().sent().sum()).isZero();
  }

  @Test
  void soManyAreCopiedAsTheDocumentSays() {
    publish(0, 2500);
    for (int i = 0; i < 200; i++) {
      blue.predict(i);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(shadow().path("copies").intValue() + shadow().path("dropped").intValue())
                    .isBetween(48, 52));
  }

  @Test
  void onlyWhatThisPodScoredForCallersIsCopied() {
    publish(5000, 10_000);
    int byBlue = 0;
    for (int i = 0; i < 20; i++) {
      byBlue += SplitPod.by(blue.predict(1)).equals("blue") ? 1 : 0;
    }
    blue.post("{\"instances\": [{\"z\": 1}]}");
    blue.predict(1, "Slipway-Want", "blue");
    ended(byBlue);
    assertThat(green.counts.hops() + green.counts.shadows())
        .as("a refusal may have gone to either")
        .isBetween(20L, 21L);
    assertThat(green.counts.shadows()).isEqualTo(byBlue);
  }

  @Test
  void aCandidateThatFailsIsAFault() {
    publish(0, 10_000);
    green.script =
        x -> {
          throw ScoringException.modelFailed("broken", new IOException("x"));
        };
    predictAll(1, 2, 3, 4, 5, 6);
    assertThat(shadow().path("faults").intValue()).isEqualTo(6);
    assertThat(shadow().path("compared").intValue()).isZero();
    assertThat(blue.forwarder.isBreakerOpen()).as("callers' forwards take no note").isFalse();
    assertThat(blue.window().at("/candidate/failures").intValue()).isZero();
  }

  @Test
  void valuesThatAreNoneAndPodsThatAreGoneAreFaults() throws Exception {
    publish(0, 10_000);
    green.script = x -> Double.NaN;
    predictAll(1);
    assertThat(shadow().path("faults").intValue()).isOne();

    directory.set("green");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              blue.predict(1);
              return shadow().path("faults").intValue() > 1;
            });
  }

  @Test
  void anotherSchemaAndAnotherRevisionAreFaults() throws Exception {
    List<String> answers =
        List.of("{\"predictions\": [{\"score\": 1}]}", "not json", "{\"predictions\": []}");
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    open.add(() -> other.stop(0));
    int[] turn = {0};
    other.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] body = answers.get(turn[0] % 3).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.getResponseHeaders().add("Slipway-Revision", turn[0] < 3 ? "green" : "red");
          turn[0]++;
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    directory.set(
        "green", PodAddress.of(other.getAddress().getAddress(), other.getAddress().getPort()));
    publish(0, 10_000);
    predictAll(1, 2, 3, 4);
    assertThat(shadow().path("faults").intValue()).isEqualTo(4);
    assertThat(shadow().path("compared").intValue()).isZero();
  }

  @Test
  void aCandidateThatHangsCostsCallersNothingAndMemoryHasAnEnd() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    publish(0, 10_000);
    green.script =
        x -> {
          hold(hang);
          return x;
        };
    int requests = 400;
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      long start = System.nanoTime();
      assertThat(SplitPod.by(blue.predict(i))).isEqualTo("blue");
      nanos.add(System.nanoTime() - start);
    }
    nanos.sort(Long::compare);
    assertThat(Duration.ofNanos(nanos.get(requests / 2))).isLessThan(Duration.ofMillis(200));
    assertThat(shadow().path("dropped").intValue())
        .as("the queue and what is being sent hold %d", Shadow.MOST_COPIES + 4)
        .isGreaterThanOrEqualTo(requests - Shadow.MOST_COPIES - 8 - timedOut());

    publish(0, 0);
    hang.countDown();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              JsonNode shadow = blue.report().at("/windows/0/shadow");
              assertThat(shadow.path("copies").intValue() + shadow.path("dropped").intValue())
                  .as("none is lost: %s", shadow)
                  .isEqualTo(requests);
            });
  }

  private int timedOut() {
    return shadow().path("faults").intValue();
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDocumentThatEndsItEndsWhatIsQueuedToo() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    green.script =
        x -> {
          hold(slow);
          return x;
        };
    publish(0, 10_000);
    for (int i = 0; i < 50; i++) {
      blue.predict(i);
    }
    publish(0, 0);
    slow.countDown();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(blue.report().at("/windows/0/shadow/dropped").intValue())
                    .isGreaterThanOrEqualTo(50 - 4 - 1));
    assertThat(green.counts.shadows()).isLessThanOrEqualTo(5);
  }

  @Test
  void whileCallersNeedThePodNothingIsCopied() throws Exception {
    SplitPod busy = pod("blue", 4);
    CountDownLatch slow = new CountDownLatch(1);
    busy.current.offer(operator.document(1, "green", 0, 10_000, BY_REQUEST, "r"));
    busy.script =
        x -> {
          if (x > 0) {
            hold(slow);
          }
          return x;
        };
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        callers.execute(() -> busy.predict(1));
      }
      await().until(() -> busy.scored.get() == 3);
      assertThat(SplitPod.by(busy.predict(0))).isEqualTo("blue");
      await().until(() -> busy.window().at("/shadow/dropped").intValue() == 1);
      assertThat(green.scored).hasValue(0);
      slow.countDown();
    }
  }

  @Test
  void aBusyCandidateTakesNoCopies() throws Exception {
    SplitPod busy = pod("green", 2);
    directory.set("green", busy.address());
    CountDownLatch slow = new CountDownLatch(1);
    publish(0, 10_000);
    busy.current.offer(operator.document(1, "green", 0, 10_000, BY_REQUEST, "r"));
    busy.script =
        x -> {
          hold(slow);
          return x;
        };
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2; i++) {
        callers.execute(() -> busy.predict(1));
      }
      await().until(() -> busy.scored.get() == 2);
      blue.predict(1);
      assertThat(ended(1).path("dropped").intValue()).isOne();
      slow.countDown();
    }
    assertThat(busy.scored).hasValue(2);
  }

  @Test
  void aSenderWithAnOldDocumentStopsCopying() throws Exception {
    publish(0, 10_000);
    green.current.offer(operator.document(9, "green", 0, 0, BY_REQUEST, "r"));
    blue.predict(1);
    await().until(() -> blue.report().at("/windows/0/shadow/dropped").intValue() == 1);
    assertThat(green.scored).hasValue(0);
    assertThat(blue.report().path("windows")).as("it learnt the newer one").hasSize(2);
  }
}
