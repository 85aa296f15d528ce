package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.server.contract.ContractExamples;
import io.slipway.server.traffic.TestOperator;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole pods of two revisions, and a version change between them. */
@Timeout(90)
class PodsTest {
  @TempDir Path folder;
  private final TestOperator operator = new TestOperator();
  private final RunningPod.Network network = new RunningPod.Network();
  private final List<RunningPod> pods = new ArrayList<>();

  @BeforeEach
  void nobodyIsReady() {
    network.ready("blue");
    network.ready("green");
  }

  @AfterEach
  void stop() {
    pods.forEach(RunningPod::close);
  }

  private RunningPod pod(String revision, String answer) throws Exception {
    PodFolder mounts =
        new PodFolder(Files.createDirectory(folder.resolve("pod" + pods.size())))
            .revision(revision, ScriptedEngine.model(answer))
            .traffic(operator, operator.document(1, 1, "", 0));
    RunningPod pod = RunningPod.start(mounts, network).awaitPrepared();
    pods.add(pod);
    return pod;
  }

  private void publish(long sequence, String target, int weightBp) throws Exception {
    for (RunningPod pod : pods) {
      assertThat(pod.putTraffic(operator.document(1, sequence, target, weightBp))).isEqualTo(200);
    }
  }

  private static String revisionOf(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("Slipway-Revision").orElse("");
  }

  @Test
  void atAHundredPerCentOldPodsForwardEverythingAndSendTheirCallersAway() throws Exception {
    RunningPod blue = pod("blue", "1");
    RunningPod green = pod("green", "2");
    network.ready("green", green);
    publish(2, "green", 10_000);

    await().until(() -> blue.status().path("forward").path("reachable").booleanValue());
    HttpResponse<String> answer = blue.score();

    assertThat(revisionOf(answer)).isEqualTo("green");
    assertThat(answer.body()).contains("2");
    assertThat(answer.headers().firstValue("Connection")).contains("close");
    assertThat(answer.headers().allValues("Slipway-Revision")).hasSize(1);
    assertThat(green.score().headers().firstValue("Connection")).isEmpty();
    assertThat(blue.status().path("requests").path("answeredBy").path("green").intValue()).isOne();
    assertThat(green.status().path("requests").path("hops").intValue()).isOne();
    assertThat(green.status().path("requests").path("callers").intValue()).isOne();
  }

  @Test
  void aTargetThatIsReachedWithoutCallersIsKnownToBe() throws Exception {
    RunningPod blue = pod("blue", "1");
    RunningPod green = pod("green", "2");
    network.ready("green", green);
    publish(2, "green", 0);

    await()
        .atMost(Duration.ofSeconds(3))
        .until(() -> blue.status().path("forward").path("reachable").booleanValue());
    assertThat(revisionOf(blue.score())).isEqualTo("blue");
    assertThat(blue.status().path("forward").path("sent").intValue()).isZero();
    assertThat(green.status().path("requests").path("hops").intValue()).isZero();
  }

  @Test
  void aCanaryIsSplitShadowedAndReportedInTheContractsForm() throws Exception {
    RunningPod blue = pod("blue", "1");
    RunningPod green = pod("green", "2");
    network.ready("green", green);
    for (RunningPod pod : pods) {
      assertThat(
              pod.putTraffic(
                  operator.document(
                      2, "green", 5000, 10_000, "{\"type\": \"Request\"}", "churn-green")))
          .isEqualTo(200);
    }
    for (int i = 0; i < 40; i++) {
      revisionOf(blue.score());
    }
    await()
        .until(
            () ->
                blue.status().at("/windows/0/shadow/copies").intValue()
                        + blue.status().at("/windows/0/shadow/dropped").intValue()
                    == blue.status().at("/windows/0/stable/requests").intValue());

    JsonNode example = new JsonMapper().readTree(ContractExamples.read("status.json"));
    JsonNode status = blue.status();
    assertThat(status.path("rollout").textValue()).isEqualTo("churn-green");
    assertThat(status.path("capabilities")).isEqualTo(example.path("capabilities"));
    JsonNode window = status.at("/windows/0");
    assertThat(fieldsOf(window)).isEqualTo(fieldsOf(example.at("/windows/1")));
    int ofCandidate = window.at("/candidate/requests").intValue();
    assertThat(ofCandidate).as("half of 40, to within a few").isBetween(17, 23);
    assertThat(window.at("/stable/requests").intValue()).isEqualTo(40 - ofCandidate);
    assertThat(window.at("/shadow/differences/32736").intValue())
        .as("2 and 1 differ by 1")
        .isEqualTo(window.at("/shadow/rows").intValue())
        .isPositive();
    assertThat(green.status().at("/windows/0/scored/requests").intValue()).isEqualTo(ofCandidate);
    assertThat(green.status().at("/requests/shadows").intValue()).isPositive();
    assertThat(new String(blue.get("/metrics").body(), StandardCharsets.UTF_8))
        .contains("slipway_forwards_failed_total{cause=\"breaker_open\"} 0")
        .contains("slipway_breaker_open 0")
        .contains("slipway_shadow_copies_total " + window.at("/shadow/copies").doubleValue())
        .contains("slipway_shadow_faults_total 0")
        .contains("slipway_shadow_dropped_total");
  }

  /** Names of fields, and of theirs, but for those that are values: outputs, bins, buckets. */
  private static List<String> fieldsOf(JsonNode window) {
    List<String> names = new ArrayList<>();
    for (var field : window.properties()) {
      names.add(field.getKey());
      for (var inner : field.getValue().properties()) {
        names.add(field.getKey() + "." + inner.getKey());
      }
    }
    return names.stream().sorted().toList();
  }

  @Test
  void aPodWithAnOldDocumentLearnsTheNewOneFromTheTarget() throws Exception {
    RunningPod blue = pod("blue", "1");
    RunningPod green = pod("green", "2");
    network.ready("green", green);
    publish(2, "green", 10_000);
    green.putTraffic(operator.document(1, 3, "green", 0));

    assertThat(revisionOf(blue.score())).isEqualTo("blue");
    assertThat(blue.status().path("traffic").path("sequence").intValue()).isEqualTo(3);
  }

  @Test
  void whenTheTargetDiesUnderLoadNoCallerFails() throws Exception {
    RunningPod blue = pod("blue", "1");
    RunningPod green = pod("green", "2");
    network.ready("green", green);
    publish(2, "green", 10_000);

    try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        callers.add(
            load.submit(
                () -> {
                  List<String> revisions = new ArrayList<>();
                  for (int i = 0; i < 150; i++) {
                    revisions.add(revisionOf(blue.score()));
                  }
                  return revisions;
                }));
      }
      await().until(() -> green.status().path("requests").path("hops").intValue() > 50);
      green.close();
      List<String> revisions = new ArrayList<>();
      for (Future<List<String>> caller : callers) {
        revisions.addAll(caller.get());
      }
      assertThat(revisions).hasSize(600).contains("green", "blue");
    }
  }

  @Test
  void aPodLeavesWithoutLosingARequest() throws Exception {
    RunningPod old = pod("blue", "1");
    RunningPod other = pod("blue", "1");
    AtomicInteger service = new AtomicInteger(old.pod.scoringPort());

    try (KeepAliveCallers callers = KeepAliveCallers.start(8, service::get)) {
      await().until(() -> callers.answered() > 100);
      Thread leaving = old.leave();
      await().until(() -> old.get("/ready").statusCode() == 503);
      long before = callers.answered();
      // The news takes its time to every node: callers still come to the old pod.
      await().pollDelay(Duration.ofMillis(500)).until(() -> callers.answered() > before + 50);
      service.set(other.pod.scoringPort());

      assertThat(leaving.join(Duration.ofSeconds(20))).isTrue();
      long after = callers.answered();
      await().until(() -> callers.answered() > after + 100);
      assertThat(callers.failures()).isEmpty();
      assertThat(callers.closedByRequest()).as("told to close").isPositive();
    }
  }
}
