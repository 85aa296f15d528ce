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
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration STRETCH = Duration.ofMinutes(2);

  /** Not so long that the kubelet ends a pod that hangs. */
  private static final Duration SHORT_STRETCH = Duration.ofSeconds(20);

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

  /**
   * 57. Beside it is the same deployment without copies, so that what else the machine does is in
   * both.
   */
  @Test
  @TakesLong
  void neitherACopyNorACandidateThatHangsMakesCallersWait()
      throws IOException, InterruptedException {
    Trial plain = Trial.serving(workspace, "plain", 1);
    Trial trial = Trial.serving(workspace, "hanging", 1);
    String first = trial.stable();
    Client.RunningLoad beside = plain.load();
    Client.RunningLoad load = trial.load();
    trial.apply("v2", SHADOWING);
    trial.awaitState("Shadowing");
    stretch(WARM_UP);

    Stretch copied = stretch(STRETCH);
    Nodes nodes = Slipway.nodes();
    String candidate =
        workspace.kubectl().namespace()
            + "/"
            + trial.pods(trial.candidate()).getFirst().at("/metadata/name").asText();
    Stretch hanging;
    nodes.freezePod(candidate);
    try {
      hanging = stretch(SHORT_STRETCH);
    } finally {
      nodes.thawPod(candidate);
    }

    tell("copies", copied.p99(load), copied.p99(beside));
    tell("a candidate that hangs", hanging.p99(load), hanging.p99(beside));
    Client.assertNoneFailed(beside.stop());
    Client.assertNoneFailed(load.stop());
    assertThat(copied.p99(load) / (double) copied.p99(beside))
        .as("p99 with copies, of what it is without")
        .isLessThan(1.05);
    assertThat(hanging.p99(load))
        .as("whoever waited for the candidate would have waited for seconds")
        .isLessThan(1_000_000);
    assertThat(dropped(trial, first))
        .as("copies that a hanging candidate did not take")
        .isPositive();
  }

  private static void tell(String with, long ours, long theirs) {
    System.out.printf(
        "shadow: p99 of callers %d us with %s, %d us beside it without, %.3fx%n",
        ours, with, theirs, ours / (double) theirs);
  }

  private static long dropped(Trial trial, String first) {
    long dropped = 0;
    for (JsonNode window : trial.report(trial.pods(first).getFirst()).path("windows")) {
      dropped += window.at("/shadow/dropped").asLong();
    }
    return dropped;
  }

  /** A time that has passed, by the clock of this machine, which is the client's. */
  private record Stretch(long from, long to) {
    long p99(Client.RunningLoad load) {
      return load.between(from, to).path("p99Micros").asLong();
    }
  }

  private static Stretch stretch(Duration time) {
    long from = System.currentTimeMillis();
    await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    return new Stretch(from, System.currentTimeMillis());
  }
}
