package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.scoring.Engines;
import io.slipway.server.traffic.TestOperator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the model that do not come back, or that fail for good, and what the pod says then. */
@Timeout(60)
class LostScoringTest {
  @TempDir Path folder;
  private final TestOperator operator = new TestOperator();
  private final RunningPod.Network network = new RunningPod.Network();
  private final DeafEngine engine = new DeafEngine();

  private RunningPod ready() throws Exception {
    network.ready("blue");
    PodFolder mounts =
        new PodFolder(folder)
            .revision("blue", ScriptedEngine.model("a device"))
            .traffic(operator, operator.document(1, 1, "", 0))
            .variable("SLIPWAY_REQUEST_TIMEOUT", "500ms")
            .variable("SLIPWAY_SCORING_LOST_AFTER", "400ms");
    RunningPod pod =
        RunningPod.start(mounts, network, new Engines(List.of(engine))).awaitPrepared();
    assertThat(pod.get("/ready").statusCode()).isEqualTo(200);
    return pod;
  }

  private static int score(RunningPod pod, int x) throws Exception {
    return pod.post("/v1/models/churn:predict", "{\"instances\": [{\"x\": %d}]}".formatted(x))
        .statusCode();
  }

  private static String text(RunningPod pod, String path) throws Exception {
    return new String(pod.get(path).body(), StandardCharsets.UTF_8);
  }

  private static void awaitLost(RunningPod pod) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pod.status().path("reason").textValue().equals("ScoringLost"));
  }

  @AfterEach
  void theDeviceIsThereAgain() {
    engine.giveBack();
  }

  @Test
  void whereNoCallComesBackThePodIsNeitherReadyNorLiveAndSaysWhy() throws Exception {
    try (RunningPod pod = ready()) {
      engine.hang();

      assertThat(score(pod, 1)).isEqualTo(504);
      awaitLost(pod);

      JsonNode status = pod.status();
      assertThat(status.path("state").textValue()).isEqualTo("Ready");
      assertThat(status.path("message").textValue())
          .contains("calls of the model do not come back", "restart of the container");
      assertThat(pod.get("/ready").statusCode()).isEqualTo(503);
      assertThat(text(pod, "/ready")).contains("do not come back");
      assertThat(pod.get("/live").statusCode()).isEqualTo(503);
      assertThat(pod.getScoring("/v2/health/ready").statusCode()).isEqualTo(503);
      engine.giveBack();
    }
  }

  @Test
  void whenTheRowThatIsTriedIsAnsweredAgainThePodIsReadyAgain() throws Exception {
    try (RunningPod pod = ready()) {
      engine.hang();
      assertThat(score(pod, 1)).isEqualTo(504);
      awaitLost(pod);

      engine.giveBack();

      await().until(() -> pod.get("/ready").statusCode() == 200);
      assertThat(pod.get("/live").statusCode()).isEqualTo(200);
      assertThat(pod.status().path("reason").textValue()).isEmpty();
      assertThat(score(pod, 1)).isEqualTo(200);
    }
  }

  @Test
  void oneRequestThatNeverEndsTakesNobodyElsesPod() throws Exception {
    try (RunningPod pod = ready()) {
      int before = engine.answered();

      assertThat(score(pod, -1)).isEqualTo(504);

      // Nobody else calls, so the pod tries for itself, and goes on.
      await().until(() -> engine.answered() > before);
      assertThat(pod.get("/ready").statusCode()).isEqualTo(200);
      assertThat(pod.get("/live").statusCode()).isEqualTo(200);
      assertThat(pod.status().path("reason").textValue()).isEmpty();
      engine.giveBack();
    }
  }

  @Test
  void aDeviceThatFailsForGoodIsLostToo() throws Exception {
    try (RunningPod pod = ready()) {
      engine.breakWith("CUDA failure 700: an illegal memory access");

      assertThat(score(pod, 1)).isEqualTo(500);
      awaitLost(pod);

      assertThat(pod.status().path("message").textValue())
          .contains("CUDA failure 700: an illegal memory access");
      assertThat(pod.get("/live").statusCode()).isEqualTo(503);
      engine.giveBack();
    }
  }

  @Test
  void aPodThatIsEndedForItLeavesInTimeAndItsLastWordIsTheReason() throws Exception {
    RunningPod pod = ready();
    engine.hang();
    assertThat(score(pod, 1)).isEqualTo(504);
    awaitLost(pod);

    // As the kubelet does after some failures of /live. The model never closes.
    pod.leave().join();

    assertThat(Files.readString(folder.resolve("termination-log")))
        .contains("\"reason\":\"ScoringLost\"", "do not come back");
  }
}
