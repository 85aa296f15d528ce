package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.server.traffic.TestOperator;
import java.net.http.HttpResponse;
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
