package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.server.contract.Position;
import io.slipway.server.contract.TrafficDocument;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods of a stable revision, blue, and of a candidate, green, on real sockets. */
@Timeout(60)
class ForwardingTest {
  private final TestOperator operator = new TestOperator();
  private final TestPod.Directory directory = new TestPod.Directory();
  private final HttpClient callers = HttpClient.newHttpClient();
  private final List<TestPod> pods = new ArrayList<>();
  private TestPod blue = unset();
  private TestPod green = unset();

  /** What {@link #startPods} replaces before any test sees it. */
  @SuppressWarnings("NullAway")
  private static TestPod unset() {
    return null;
  }

  @BeforeEach
  void startPods() throws Exception {
    blue = pod("blue");
    green = pod("green");
    directory.set("blue", blue.address());
    directory.set("green", green.address());
  }

  @AfterEach
  void stopPods() {
    pods.forEach(TestPod::close);
    callers.close();
  }

  private TestPod pod(String revision) throws Exception {
    TestPod pod = new TestPod(revision, operator.trusting(), directory);
    pods.add(pod);
    return pod;
  }

  private void publish(long sequence, String target, int weightBp) {
    for (TestPod pod : pods) {
      pod.current.offer(operator.document(1, sequence, target, weightBp));
    }
  }

  private HttpResponse<String> call(TestPod pod, String... headers) throws Exception {
    URI uri = pod.address().uri("/v2/models/churn/infer?x=%2F");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("row"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return callers.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String answerOf(TestPod pod, String... headers) throws Exception {
    HttpResponse<String> response = call(pod, headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  @Test
  void withoutADocumentAPodScoresItself() throws Exception {
    assertThat(answerOf(blue)).isEqualTo("blue:row");
  }

  @Test
  void atAHundredPerCentEveryRequestIsAnsweredByTheTarget() throws Exception {
    publish(1, "green", 10_000);
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> response = call(blue);
      assertThat(response.body()).isEqualTo("green:row");
      assertThat(response.headers().firstValue("Slipway-Revision")).contains("green");
    }
    assertThat(answerOf(green)).isEqualTo("green:row");
    assertThat(blue.forwarder.counts().answered().sum()).isEqualTo(20);
    assertThat(green.forwarder.counts().sent().sum()).isZero();
  }

  @Test
  void atTenPerCentOneInTenIs() throws Exception {
    publish(1, "green", 1000);
    int forwarded = 0;
    for (int i = 0; i < 200; i++) {
      forwarded += answerOf(blue).equals("green:row") ? 1 : 0;
    }
    assertThat(forwarded).isBetween(18, 22);
  }

  @Test
  void aTargetThatFailsCostsNoRequest() throws Exception {
    publish(1, "green", 10_000);
    green.status = 500;
    for (int i = 0; i < 30; i++) {
      assertThat(answerOf(blue)).isEqualTo("blue:row");
    }
    assertThat(blue.forwarder.counts().fallbacks().sum()).isEqualTo(30);
    assertThat(blue.forwarder.counts().sent().sum()).as("the breaker opened").isLessThan(15);

    green.status = 200;
    await().atMost(Duration.ofSeconds(5)).until(() -> answerOf(blue).equals("green:row"));
  }

  @Test
  void aRefusalByTheTargetIsTheCallersAnswer() throws Exception {
    publish(1, "green", 10_000);
    green.status = 422;
    assertThat(call(blue).statusCode()).isEqualTo(422);
    assertThat(blue.forwarder.counts().answered().sum()).isOne();
  }

  @Test
  void aTargetThatHangsIsLeftInTimeToScoreHere() throws Exception {
    publish(1, "green", 10_000);
    green.thinks = Duration.ofSeconds(5);
    long start = System.nanoTime();
    assertThat(answerOf(blue)).isEqualTo("blue:row");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void anAnswerOfAnotherRevisionIsNotTheTargets() throws Exception {
    publish(1, "green", 10_000);
    green.answersAs = "orange";
    assertThat(answerOf(blue)).isEqualTo("blue:row");
    assertThat(blue.forwarder.counts().fallbacks().sum()).isOne();
  }

  @Test
  void aPodThatIsGoneIsPassedOverWhileOthersAnswer() throws Exception {
    directory.set("green", goneAddress(), green.address());
    publish(1, "green", 10_000);
    for (int i = 0; i < 20; i++) {
      assertThat(answerOf(blue)).isEqualTo("green:row");
    }
    assertThat(blue.forwarder.counts().fallbacks().sum()).isZero();
  }

  private static PodAddress goneAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return PodAddress.of(socket.getInetAddress(), socket.getLocalPort());
    }
  }

  @Test
  void aTargetWithoutPodsIsNotWaitedFor() throws Exception {
    directory.set("green");
    publish(1, "green", 10_000);
    assertThat(answerOf(blue)).isEqualTo("blue:row");
    assertThat(blue.probe.isReachable()).isFalse();
  }

  @Test
  void aForwardIsNeverSentOn() throws Exception {
    // Each takes the other for the target, as when documents cross.
    blue.current.offer(operator.document(1, 1, "green", 10_000));
    green.current.offer(operator.document(1, 1, "blue", 10_000));

    assertThat(answerOf(blue)).isEqualTo("green:row");
    assertThat(green.forwarder.counts().sent().sum()).isZero();
  }

  @Test
  void aSenderThatGoesByAnOldDocumentLearnsTheNewOneAndScoresItself() throws Exception {
    blue.current.offer(operator.document(1, 1, "green", 10_000));
    green.current.offer(operator.document(1, 2, "green", 0));

    assertThat(answerOf(blue)).isEqualTo("blue:row");

    assertThat(blue.current.document().map(TrafficDocument::position)).contains(new Position(1, 2));
    assertThat(green.scored).hasValue(0);
    assertThat(blue.forwarder.counts().fallbacks().sum()).as("not the target's failure").isZero();
  }

  @Test
  void aNewerSenderIsAnswered() throws Exception {
    blue.current.offer(operator.document(1, 2, "green", 10_000));
    green.current.offer(operator.document(1, 1, "", 0));
    assertThat(answerOf(blue)).isEqualTo("green:row");
  }

  @Test
  void aCallerMayAskForEitherRevisionAndForNoOther() throws Exception {
    publish(1, "green", 0);
    assertThat(answerOf(blue, "Slipway-Want", "blue")).isEqualTo("blue:row");
    assertThat(answerOf(blue, "Slipway-Want", "green")).isEqualTo("green:row");
    assertThat(call(blue, "Slipway-Want", "orange\"").statusCode()).isEqualTo(404);
    assertThat(call(green, "Slipway-Want", "blue").statusCode()).isEqualTo(404);
  }

  @Test
  void aRevisionThatWasAskedForIsNotReplacedByAnother() throws Exception {
    publish(1, "green", 0);
    green.status = 500;
    HttpResponse<String> response = call(blue, "Slipway-Want", "green");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("'green' cannot answer now: it answered 500");
    assertThat(blue.scored).hasValue(0);
  }

  @Test
  void theTargetIsKnownToBeReachableBeforeAnyCallerIsSentThere() throws Exception {
    assertThat(blue.probe.isReachable()).isFalse();
    publish(1, "green", 0);
    await().atMost(Duration.ofSeconds(3)).until(blue.probe::isReachable);
    assertThat(green.probe.isReachable()).as("it is the target").isFalse();

    directory.set("green");
    await().atMost(Duration.ofSeconds(8)).until(() -> !blue.probe.isReachable());
    assertThat(blue.forwarder.counts().sent().sum()).isZero();
  }

  @Test
  void whenATargetIsKilledUnderLoadNoCallerFails() throws Exception {
    publish(1, "green", 5000);
    try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> failures = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        failures.add(
            load.submit(
                () -> {
                  int failed = 0;
                  for (int i = 0; i < 250; i++) {
                    failed += call(blue).statusCode() == 200 ? 0 : 1;
                  }
                  return failed;
                }));
      }
      await().until(() -> green.scored.get() > 100);
      green.close();
      for (Future<Integer> failed : failures) {
        assertThat(failed.get()).isZero();
      }
    }
    assertThat(blue.forwarder.counts().answered().sum()).isGreaterThan(100);
    assertThat(blue.forwarder.counts().fallbacks().sum()).isPositive();
  }
}
