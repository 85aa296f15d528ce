package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.slipway.scoring.ScoringException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pods count of a scripted version change from blue to green. */
@Timeout(60)
class SplitCountsTest extends BlueAndGreen {
  private static ScoringException broken() {
    return ScoringException.modelFailed("broken", new IOException("x"));
  }

  private static void assertCounts(JsonNode window, String expected) throws Exception {
    for (String pair : expected.split(", ")) {
      String[] nameAndCount = pair.split("=");
      JsonNode count = window.at("/" + nameAndCount[0].replace('.', '/'));
      assertThat(count.longValue())
          .as("%s in %s", nameAndCount[0], window)
          .isEqualTo(Long.parseLong(nameAndCount[1]));
    }
  }

  @Test
  void atTenPerCentEachArmCountsItsOwn() throws Exception {
    publish(1000);
    long byGreen = 0;
    for (int i = 0; i < 500; i++) {
      byGreen += SplitPod.by(blue.predict(i % 2)).equals("green") ? 1 : 0;
    }
    assertThat(byGreen).isBetween(48L, 52L);
    assertCounts(
        blue.window(),
        "stable.requests=%d, stable.timed=%d, stable.failures=0, candidate.requests=%d, candidate.timed=%d, candidate.failures=0, scored.requests=%d"
            .formatted(500 - byGreen, 500 - byGreen, byGreen, byGreen - 20, 500 - byGreen));
    assertCounts(
        green.window(),
        "scored.requests=%d, candidate.requests=0, stable.requests=0".formatted(byGreen));
    assertThat(green.counts.hops()).isEqualTo(byGreen);

    JsonNode ours = blue.window().at("/scored/outputs");
    JsonNode theirs = green.window().at("/scored/outputs");
    assertThat(ours.at("/label/counts/no").longValue() + theirs.at("/label/counts/no").longValue())
        .isEqualTo(250);
    assertThat(ours.at("/y/bins/32736").longValue() + theirs.at("/y/bins/32736").longValue())
        .isEqualTo(250);
  }

  @Test
  void aCandidateThatFailsIsRescuedAndCounted() throws Exception {
    publish(10_000);
    green.script =
        x -> {
          throw broken();
        };
    for (int i = 0; i < 12; i++) {
      assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    }
    assertCounts(
        blue.window(),
        "candidate.requests=12, candidate.failures=12, candidate.rescued=12, causes.status=5, causes.breakerOpen=7, candidate.timed=5, stable.requests=0, scored.requests=12");
    assertThat(blue.forwarder.isBreakerOpen()).isTrue();
  }

  @Test
  void aCandidateThatIsGoneIsUnreachable() throws Exception {
    directory.set("green", goneAddress());
    publish(10_000);
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    assertCounts(blue.window(), "candidate.requests=1, candidate.rescued=1, causes.unreachable=1");
  }

  private static PodAddress goneAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return PodAddress.of(socket.getInetAddress(), socket.getLocalPort());
    }
  }

  @Test
  void aCandidateThatHangsTimesOutAndTheWholeTimeCounts() throws Exception {
    publish(10_000);
    green.script =
        x -> {
          LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
          return x;
        };
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    assertCounts(blue.window(), "candidate.requests=1, candidate.rescued=1, causes.timeout=1");
    assertThat(blue.window().at("/candidate/latency").fieldNames().next())
        .as("2 s is above 1.6 s; a slow machine takes longer")
        .isGreaterThanOrEqualTo("43");
  }

  @Test
  void anAnswerOfAnotherRevisionIsCountedAsThat() throws Exception {
    directory.set("green", blue.address());
    publish(10_000);
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    assertCounts(
        blue.window(), "candidate.requests=1, candidate.rescued=1, causes.wrongRevision=1");
  }

  @Test
  void whatTheCallerDidWrongIsNobodysFailure() throws Exception {
    publish(10_000);
    assertThat(blue.post("{\"instances\": [{\"z\": 1}]}").statusCode()).isEqualTo(400);
    publish(0);
    assertThat(blue.post("{\"instances\": [{\"z\": 1}]}").statusCode()).isEqualTo(400);
    JsonNode windows = blue.report().path("windows");
    assertCounts(
        windows.path(0),
        "candidate.requests=1, candidate.refused=1, candidate.failures=0, candidate.timed=0");
    assertCounts(
        windows.path(1), "stable.requests=1, stable.refused=1, stable.failures=0, stable.timed=0");
  }

  @Test
  void aCandidateOnTrialThatRefusesWhatTheServingModelTakesIsAtFault() throws Exception {
    publish(9_999);
    green.script =
        x -> {
          throw ScoringException.invalidValue(0, "x", "is not what this model takes");
        };
    for (int i = 0; i < 3; i++) {
      assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    }
    assertCounts(
        blue.window(),
        "candidate.requests=3, candidate.failures=3, candidate.rescued=3, causes.hardFault=3");

    publish(10_000);
    assertThat(blue.predict(1).statusCode()).as("once it has all callers").isEqualTo(400);
  }

  @Test
  void aModelThatFailsItsOwnCallersFailsInItsArm() throws Exception {
    publish(0);
    blue.script =
        x -> {
          throw broken();
        };
    assertThat(blue.predict(1).statusCode()).isEqualTo(500);
    assertCounts(
        blue.window(), "stable.requests=1, stable.failures=1, stable.timed=1, scored.requests=0");
  }

  @Test
  void whoeverIsNotRescuedIsNotCountedAsRescued() throws Exception {
    publish(10_000);
    green.script =
        x -> {
          throw broken();
        };
    blue.script = green.script;
    assertThat(blue.predict(1).statusCode()).isEqualTo(500);
    assertCounts(blue.window(), "candidate.requests=1, candidate.failures=1, candidate.rescued=0");
  }

  @Test
  void aSenderWithAnOldDocumentCountsInNeitherArm() throws Exception {
    blue.current.offer(operator.document(1, "green", 10_000, 0, BY_REQUEST, "r"));
    green.current.offer(operator.document(2, "green", 0, 0, BY_REQUEST, "r"));
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    for (JsonNode window : blue.report().path("windows")) {
      assertCounts(window, "stable.requests=0, candidate.requests=0, stable.timed=0");
    }
    assertCounts(blue.report().path("windows").path(0), "scored.requests=1");
  }

  @Test
  void aRequestThatCannotBeSentOnCountsInNeitherArm() throws Exception {
    publish(10_000);
    try (java.net.Socket socket =
        new java.net.Socket(blue.address().host(), blue.address().port())) {
      String body = "{\"instances\": [{\"x\": 1}]}";
      socket
          .getOutputStream()
          .write(
              ("POST /v1/models/churn:predict?q=a|b HTTP/1.1\r\nHost: churn\r\nConnection: close\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      String answer =
          new String(
              socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("Slipway-Revision: blue");
    }
    assertCounts(blue.window(), "candidate.requests=0, stable.requests=0, scored.requests=1");
  }

  @Test
  void whoAsksForARevisionIsNoPartOfTheSplit() throws Exception {
    publish(5000);
    assertThat(SplitPod.by(blue.predict(1, "Slipway-Want", "green"))).isEqualTo("green");
    assertThat(SplitPod.by(blue.predict(1, "Slipway-Want", "blue"))).isEqualTo("blue");
    for (SplitPod pod : List.of(blue, green)) {
      assertCounts(pod.window(), "candidate.requests=0, stable.requests=0, scored.requests=0");
    }
  }

  @Test
  void aPodOfTheTargetCountsItsCallersWhenItAnswersEverybody() throws Exception {
    publish(100);
    green.predict(1);
    assertCounts(green.window(), "candidate.requests=0, scored.requests=1");
    publish(10_000);
    green.predict(1);
    green.script =
        x -> {
          throw broken();
        };
    green.predict(1);
    assertCounts(
        green.window(),
        "candidate.requests=2, candidate.failures=1, candidate.rescued=0, scored.requests=1");
  }

  @Test
  void anAnswerWithoutAUsableValueIsAHardFault() throws Exception {
    publish(10_000);
    green.script = x -> Double.NaN;
    HttpResponse<String> answer = blue.predict(0.25);
    assertThat(SplitPod.by(answer)).isEqualTo("blue");
    assertThat(answer.body()).contains("0.25");
    assertCounts(
        blue.window(),
        "candidate.requests=1, candidate.failures=1, candidate.rescued=1, causes.hardFault=1");
    assertCounts(green.window(), "scored.outputs.y.nan=1");
    assertThat(blue.forwarder.counts().fallbacks().sum()).isOne();
  }

  @Test
  void whatTheOwnModelDoesNoBetterIsNoFaultOfTheCandidate() throws Exception {
    publish(10_000);
    green.script = x -> Double.NaN;
    blue.script = x -> Double.POSITIVE_INFINITY;
    blue.predict(1);
    assertCounts(blue.window(), "candidate.requests=1, candidate.failures=0, causes.hardFault=0");
    assertThat(blue.forwarder.counts().fallbacks().sum()).isZero();
  }

  @Test
  void aHardFaultIsRescuedWithoutARolloutToo() throws Exception {
    for (SplitPod pod : List.of(blue, green)) {
      pod.current.offer(operator.document(1, 1, "green", 10_000));
    }
    green.script = x -> Double.NaN;
    assertThat(SplitPod.by(blue.predict(0.25))).isEqualTo("blue");
    assertThat(blue.report().path("windows")).isEmpty();
    assertThat(blue.forwarder.counts().failures())
        .hasEntrySatisfying(Cause.HARD_FAULT, count -> assertThat(count.sum()).isOne());
  }

  @Test
  void howLongScoringTookIsToldToPodsAndToNobodyElse() throws Exception {
    publish(10_000);
    HttpResponse<String> answer = blue.predict(1);
    assertThat(SplitPod.by(answer)).isEqualTo("green");
    assertThat(answer.headers().map()).doesNotContainKeys("slipway-took", "slipway-faults");
    assertThat(blue.predict(1).headers().map()).doesNotContainKey("slipway-took");
    assertThat(green.predict(1).headers().map()).doesNotContainKey("slipway-took");
  }

  @Test
  void theTimeOfTheNetworkIsNotTheCandidates() throws Exception {
    HttpServer slowLink =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    open.add(() -> slowLink.stop(0));
    slowLink.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          exchange.getResponseHeaders().add("Slipway-Revision", "green");
          exchange.getResponseHeaders().add("Slipway-Took", "2000");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    slowLink.start();
    directory.set(
        "green",
        PodAddress.of(slowLink.getAddress().getAddress(), slowLink.getAddress().getPort()));
    publish(10_000);
    for (int i = 0; i < 21; i++) {
      blue.predict(1);
    }
    assertCounts(blue.window(), "candidate.requests=21, candidate.timed=1, candidate.latency.13=1");
  }
}
