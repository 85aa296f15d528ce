package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nothing is known of a candidate, which is neither a failure nor a success: the spec says what
 * follows. Numbers are those of the acceptance tests of rollouts.
 */
class NoEvidenceIT {
  private static final String POLICY =
      """
      rollout:
        steps: [{weight: 50%%, minDuration: 1s, minSamples: 10, maxDuration: 4s}]
        onInconclusive: %s
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("silent");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  /** 52. */
  @SideBySide
  void aPersonIsWaitedFor() {
    JsonNode paused = tried("pauses", "Pause").awaitTrue("Paused");

    assertThat(Deployed.condition(paused, "Paused").path("reason").asText())
        .isEqualTo("Inconclusive");
    assertThat(paused.at("/status/rollout/cause").asText()).contains("NoTraffic");
    assertThat(paused.at("/status/traffic/desired").asText()).isEqualTo("50%");
    assertThat(paused.at("/status/stable/digest").asText()).isEqualTo(Scripts.digest("good-1"));
  }

  /** 52. */
  @SideBySide
  void itIsTakenBackWhereTheSpecSaysSo() {
    JsonNode back = tried("aborts", "Abort").awaitState("RolledBack");

    assertThat(Rollout.failure(back)).startsWith("Inconclusive: NoTraffic");
    assertThat(back.at("/status/stable/digest").asText()).isEqualTo(Scripts.digest("good-1"));
  }

  /** 52. */
  @SideBySide
  void itIsPromotedWithoutEvidenceWhereTheSpecSaysSoAndTheStatusDoesNotHideIt() {
    Rollout rollout = tried("promotes", "Promote");
    long since = rollout.lastWrite();

    rollout.awaitServing("good-2");

    assertThat(rollout.story(since, "/status/rollout/basis"))
        .contains("onInconclusive: Promote (NoTraffic)");
  }

  /** 51: numbers that nobody gives are none, however well callers are answered. */
  @SideBySide
  void aCheckWithoutItsMetricsSaysNothing() {
    String check =
        POLICY.formatted("Pause")
            + "  checks: [{name: refusals, type: Prometheus, query: 'vector(0)', condition: '<"
            + " 1'}]\n";
    Rollout rollout = Rollout.serving(workspace, "unmeasured", "good-1", check);
    Client.RunningLoad load = rollout.load(60);
    rollout.change("good-2", check);

    JsonNode paused = rollout.awaitTrue("Paused");

    assertThat(paused.at("/status/rollout/cause").asText()).contains("MissingData");
    assertThat(paused.at("/status/checks/0/verdict").asText()).isEqualTo("Inconclusive");
    assertThat(paused.at("/status/stable/digest").asText()).isEqualTo(Scripts.digest("good-1"));
    Client.assertNoneFailed(load.stop());
  }

  private static Rollout tried(String name, String policy) {
    Rollout rollout = Rollout.serving(workspace, name, "good-1", POLICY.formatted(policy));
    rollout.change("good-2", POLICY.formatted(policy));
    return rollout;
  }
}
