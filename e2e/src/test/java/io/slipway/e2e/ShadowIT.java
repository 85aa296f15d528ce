package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.testing.cluster.Nodes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A version that scores copies, and nobody notices. Numbers are those of the acceptance tests. */
class ShadowIT {
  private static final Duration STRETCH = Duration.ofSeconds(20);

  private static final String SHADOWING =
      """
      rollout:
        shadow: {percent: 100, minSamples: 1000000, maxDuration: 30m}
        steps: [{weight: 50%}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("shadow");

  /** 58, and 7 at a weight of nothing. */
  @Test
  void copiesAreCountedApartAndTheirAnswersReachNobody() {
    Trial trial = Trial.serving(workspace, "copied", 1);
    String first = trial.stable();
    trial.apply("v2", SHADOWING);
    trial.awaitState("Shadowing");
    String second = trial.candidate();

    Client.RunningLoad load = trial.load();
    await().atMost(Trial.SOON).until(() -> copies(trial, second).path("shadows").asLong() > 500);
    JsonNode report = load.stop();

    Client.assertNoneFailed(report);
    assertThat(Client.answers(report, first)).isEqualTo(report.path("sent").asLong());
    JsonNode counted = copies(trial, second);
    assertThat(counted.path("callers").asLong()).as(counted.toPrettyString()).isZero();
    assertThat(counted.path("hops").asLong()).as(counted.toPrettyString()).isZero();
  }

  private static JsonNode copies(Trial trial, String second) {
    return trial.report(trial.pods(second).getFirst()).path("requests");
  }

  /** 57. */
  @Test
  @TakesLong
  void neitherACopyNorACandidateThatHangsMakesCallersWait()
      throws IOException, InterruptedException {
    Nodes nodes = Slipway.nodes();
    Trial trial = Trial.serving(workspace, "hanging", 1);
    String first = trial.stable();
    Client.RunningLoad load = trial.load();
    stretch(load);
    JsonNode alone = stretch(load);

    trial.apply("v2", SHADOWING);
    trial.awaitState("Shadowing");
    stretch(load);
    JsonNode shadowed = stretch(load);

    String candidate =
        workspace.kubectl().namespace()
            + "/"
            + trial.pods(trial.candidate()).getFirst().at("/metadata/name").asText();
    JsonNode hung;
    nodes.freezePod(candidate);
    try {
      hung = stretch(load);
    } finally {
      nodes.thawPod(candidate);
    }

    Client.assertNoneFailed(load.stop());
    System.out.printf(
        "shadow: p99 of callers %d us alone, %d us with copies, %d us while the candidate hangs%n",
        alone.path("p99Micros").asLong(),
        shadowed.path("p99Micros").asLong(),
        hung.path("p99Micros").asLong());
    assertThat(hung.path("p99Micros").asLong())
        .as("whoever waited for the candidate would have waited for seconds: %s", hung)
        .isLessThan(1_000_000);
    assertThat(dropped(trial, first))
        .as("copies that a hanging candidate did not take")
        .isPositive();
  }

  private static long dropped(Trial trial, String first) {
    long dropped = 0;
    for (JsonNode window : trial.report(trial.pods(first).getFirst()).path("windows")) {
      dropped += window.at("/shadow/dropped").asLong();
    }
    return dropped;
  }

  /** What callers met in the next seconds. */
  private static JsonNode stretch(Client.RunningLoad load) {
    long from = System.currentTimeMillis();
    await().pollDelay(STRETCH).atMost(STRETCH.plusSeconds(10)).until(() -> true);
    return load.between(from, System.currentTimeMillis());
  }
}
