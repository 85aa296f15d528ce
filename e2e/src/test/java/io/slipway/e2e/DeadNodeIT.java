package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.testing.cluster.Nodes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods that nobody says goodbye for: how many requests they cost, and who is believed. */
@TakesLong
class DeadNodeIT {
  private static final Duration SOON = Duration.ofMinutes(3);

  /** How long no request has to fail for the loss to be over. */
  private static final long QUIET_MILLIS = 10_000;

  private static final String ONE_ON_EACH_NODE =
      """
      podTemplate:
        topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: {matchLabels: {slipway.io/deployment: spread}}
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("dead");

  @Test
  void aNodeThatStopsCostsATenthOfWhatKubernetesAloneWould()
      throws IOException, InterruptedException {
    Nodes nodes = Slipway.nodes();
    String dying = otherThan(workspace.client().node());
    Slipway.moveOperatorFrom(dying);
    Trial trial = Trial.serving(workspace, "spread", 2, ONE_ON_EACH_NODE);
    assertThat(trial.pods(trial.stable()))
        .extracting(pod -> pod.at("/spec/nodeName").asText())
        .contains(dying)
        .doesNotHaveDuplicates();

    JsonNode watched = lossWhen(dying, nodes, trial, "watched");
    await().atMost(SOON).until(() -> entered(trial).size() == 2);
    Slipway.scaleOperator(0);
    JsonNode alone;
    try {
      alone = lossWhen(dying, nodes, trial, "alone");
    } finally {
      Slipway.scaleOperator(1);
    }

    System.out.printf(
        "dead-node: %s with the operator, %s without%n", inWords(watched), inWords(alone));
    assertThat(watched.path("failed").asLong() * 10)
        .as("%s%s", watched.toPrettyString(), alone.toPrettyString())
        .isLessThanOrEqualTo(alone.path("failed").asLong());
  }

  /** What a load meets when a node stops; the node is back afterwards. */
  private static JsonNode lossWhen(String dying, Nodes nodes, Trial trial, String name)
      throws IOException, InterruptedException {
    Client.RunningLoad load = workspace.client().load(name, trial.sending());
    await().atMost(SOON).until(() -> load.report().path("succeeded").asLong() > 1_000);
    Client.assertNoneFailed(load.report());
    JsonNode report;
    nodes.stop(dying);
    try {
      long stopped = System.currentTimeMillis();
      await()
          .atMost(SOON)
          .until(
              () -> {
                JsonNode now = load.report();
                long last = Math.max(stopped, now.at("/spans/failed/last").asLong());
                return now.path("at").asLong() - last > QUIET_MILLIS;
              });
      report = load.stop();
    } finally {
      nodes.start(dying);
    }
    workspace.kubectl().run("wait", "--for=condition=Ready", "node/" + dying, "--timeout=120s");
    return report;
  }

  private static String inWords(JsonNode report) {
    JsonNode span = report.at("/spans/failed");
    return "%d of %d failed in %d ms"
        .formatted(
            report.path("failed").asLong(),
            report.path("sent").asLong(),
            span.path("last").asLong() - span.path("first").asLong());
  }

  @Test
  void anOperatorThatIsCutOffFromThePodsRemovesNone() throws IOException, InterruptedException {
    Nodes nodes = Slipway.nodes();
    Trial trial = Trial.serving(workspace, "believed", 2);
    Client.RunningLoad load = trial.load();
    String operator = Slipway.operatorPod();
    nodes.cutOff(operator, 9090);
    try {
      await()
          .during(Duration.ofSeconds(15))
          .atMost(Duration.ofSeconds(20))
          .until(() -> entered(trial).size() == 2);
    } finally {
      nodes.reconnect(operator);
    }
    Client.assertNoneFailed(load.stop());
  }

  /** The addresses that the entry Service's slices hold. */
  private static List<String> entered(Trial trial) {
    String name = trial.deployed().name();
    JsonNode slices =
        workspace.kubectl().get("endpointslices", "-l", "kubernetes.io/service-name=" + name);
    return StreamSupport.stream(slices.path("items").spliterator(), false)
        .flatMap(slice -> StreamSupport.stream(slice.path("endpoints").spliterator(), false))
        .filter(endpoint -> endpoint.at("/conditions/ready").asBoolean())
        .map(endpoint -> endpoint.at("/addresses/0").asText())
        .toList();
  }

  private static String otherThan(String node) {
    return StreamSupport.stream(workspace.kubectl().get("nodes").path("items").spliterator(), false)
        .map(it -> it.at("/metadata/name").asText())
        .filter(it -> !it.equals(node))
        .findFirst()
        .orElseThrow();
  }
}
