package io.slipway.e2e;

import static io.slipway.e2e.Client.answers;
import static io.slipway.e2e.Trial.held;
import static io.slipway.e2e.Trial.passing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.testing.cluster.Nodes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A version that everybody is moved to, and back from, and nobody loses a request. Numbers are
 * those of the acceptance tests of rollouts.
 */
class PromotionIT {
  private static final long WARM_MILLIS = 2_000;
  private static final int TEN_MEGABYTES = 10_000_000;

  @RegisterExtension static final Workspace workspace = new Workspace("promotion");

  /** The two versions follow each other again and again. */
  private static Trial trial;

  @BeforeAll
  static void serve() {
    trial = Trial.serving(workspace, "promoted", 2);
  }

  /** 10. */
  @Test
  void everyStepToTheEndLosesNothingAndThenNobodyMeetsTheOldVersion() {
    String first = trial.stable();
    Client.RunningLoad load = trial.load("promoted");

    trial.apply(trial.other(), passing(Duration.ofSeconds(3), "1%", "10%", "50%") + bake("5s"));
    trial.awaitState("Baking");
    long promoted = System.currentTimeMillis();
    String second = trial.stable();
    assertThat(second).isNotEqualTo(first);
    trial.awaitState("Stable");
    await().atMost(Trial.SOON).until(() -> trial.pods(first).isEmpty());

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(report.path("byConnection")).as("kinds of connections").hasSize(3);
    assertThat(report.path("byRevision")).as(report.toPrettyString()).hasSize(2);
    JsonNode after = load.between(promoted, Long.MAX_VALUE);
    assertThat(answers(after, second)).as(after.toPrettyString()).isGreaterThan(500);
    assertThat(answers(after, first)).as(after.toPrettyString()).isZero();
  }

  /** 14. */
  @Test
  void theWayBackWhileBakingIsWarm() {
    String version = trial.other().equals("v2") ? "v1" : "v2";
    String first = trial.stable();
    List<String> warm = uids(trial.pods(first));
    Client.RunningLoad load = trial.load("back");
    trial.apply(trial.other(), passing(Duration.ofSeconds(1), "50%") + bake("10m"));
    trial.awaitState("Baking");
    String second = trial.stable();

    long asked = System.currentTimeMillis();
    trial.apply(version, passing(Duration.ofSeconds(1), "50%") + bake("10m"));
    trial.awaitServing(first);

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    JsonNode after = load.between(asked, Long.MAX_VALUE);
    long answered = after.at("/spans/" + first + "/first").asLong();
    System.out.printf("warm-rollback: first answer after %d ms%n", answered - asked);
    assertThat(answered - asked).as(after.toPrettyString()).isBetween(0L, WARM_MILLIS);
    assertThat(after.at("/spans/" + second + "/last").asLong() - asked)
        .as("the last answer of what is left: %s", after.toPrettyString())
        .isLessThan(2 * WARM_MILLIS);
    assertThat(uids(trial.pods(first))).isEqualTo(warm);
  }

  /** 11. */
  @Test
  @TakesLong
  void aProxyThatStandsStillMeanwhileCostsNothing() throws IOException, InterruptedException {
    Nodes nodes = Slipway.nodes();
    Client.RunningLoad load = trial.load("proxy");
    trial.apply(trial.other(), passing(Duration.ofSeconds(3), "1%", "10%", "50%") + bake("5s"));
    String node = workspace.client().node();
    trial.awaitState("Stepping");

    JsonNode before = awaitStep(trial, "3");
    nodes.freezeProxy(node);
    try {
      await().pollDelay(Duration.ofSeconds(30)).atMost(Duration.ofSeconds(40)).until(() -> true);
    } finally {
      nodes.thawProxy(node);
    }
    trial.awaitState("Stable");

    Client.assertNoneFailed(load.stop());
    assertThat(trial.stable()).isNotEqualTo(before.at("/status/stable/revision").asText());
  }

  private static JsonNode awaitStep(Trial trial, String step) {
    return trial
        .deployed()
        .awaits(
            Trial.SOON,
            resource ->
                assertThat(resource.at("/status/rollout/step").asText())
                    .as(Deployed.story(resource))
                    .isEqualTo(step));
  }

  /** 15: what is slow or large is on its way when everybody is moved, and when it is taken back. */
  @Test
  @TakesLong
  void longRequestsAndLargeOnesEndAsTheyShould() {
    Trial patient = Trial.serving(workspace, "patient", 2, PATIENT);
    Sending slow = patient.sending().perSecond(2).uploading(Duration.ofSeconds(30));
    Sending large = patient.sending().perSecond(2).padTo(TEN_MEGABYTES);
    Client.RunningLoad slowly =
        workspace
            .client()
            .load("slowly", slow.over(Sending.Connections.NEW).waiting(Duration.ofSeconds(60)));
    Client.RunningLoad largely = workspace.client().load("largely", large);
    await().atMost(Trial.SOON).until(() -> slowly.report().path("succeeded").asLong() > 10);

    patient.apply("v2", held("50%") + PATIENT);
    patient.awaitHeld("50%");
    String second = patient.candidate();
    patient.act("abort");
    patient.awaitState("RolledBack");
    patient.act("retry", second, "");
    patient.awaitHeld("50%");
    patient.act("promote");
    patient.awaitServing(second);

    JsonNode slowReport = slowly.stop();
    JsonNode largeReport = largely.stop();
    for (JsonNode report : List.of(slowReport, largeReport)) {
      assertThat(report.path("failed").asLong()).as(report.toPrettyString()).isZero();
      assertThat(report.path("byRevision")).as(report.toPrettyString()).hasSize(2);
    }
    assertThat(slowReport.path("p50Micros").asLong()).isGreaterThan(30_000_000);
  }

  private static final String PATIENT =
      "podTemplate: {env: [{name: SLIPWAY_REQUEST_TIMEOUT, value: 45s}]}";

  private static String bake(String duration) {
    return "  bake: {duration: %s}".formatted(duration);
  }

  private static List<String> uids(List<JsonNode> pods) {
    return pods.stream().map(pod -> pod.at("/metadata/uid").asText()).sorted().toList();
  }
}
