package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The operator dies, or sleeps while another takes over, or does not reach a pod: callers go on as
 * before, and the rollout goes on where it was. Numbers are those of the acceptance tests of
 * rollouts.
 */
class OperatorFaultsIT {
  private static final int OPERATOR_PORT = 9090;

  /** With {@code -Plong} for as long as a person may need to notice. */
  private static final Duration ABSENCE =
      Boolean.getBoolean("slipway.long") ? Duration.ofMinutes(10) : Duration.ofSeconds(25);

  /** Four times what a lease holds. */
  private static final Duration SLEEP = Duration.ofSeconds(60);

  private static final String TENTH_THEN_HALF =
      """
      rollout:
        steps:
        - {weight: 10%, minDuration: 1s, minSamples: 10, maxDuration: 5m, pause: Approval}
        - {weight: 50%, minDuration: 1s, minSamples: 10, maxDuration: 5m, pause: Approval}
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("faults");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  /** 39. */
  @Test
  void killedAndAwayForAWhileItGoesOnAtTheSameStepByTheSameClock() {
    Duration step = ABSENCE.plusSeconds(20);
    String spec =
        """
        rollout:
          steps: [{weight: 10%%, minDuration: %ds, minSamples: 10, maxDuration: 1h, pause: Approval}]
        """
            .formatted(step.toSeconds());
    Rollout rollout = Rollout.serving(workspace, "orphan", "good-1", spec);
    Client.RunningLoad load = rollout.load(100);
    rollout.change("good-2", spec);
    JsonNode before =
        rollout.awaits(
            now ->
                assertThat(now.at("/status/rollout/judgedSince").asText())
                    .as(Deployed.story(now))
                    .isNotEmpty());
    String second = before.at("/status/candidate/revision").asText();

    JsonNode operator = Slipway.operatorPods().getFirst();
    PodProcess process = PodProcess.of(operator);
    process.freeze(); // So that it hears nothing of being wanted no more.
    Slipway.scaleOperator(0);
    process.kill();
    double share = load.share(second, ABSENCE);
    Slipway.scaleOperator(1);

    assertThat(share).as("the candidate's share without an operator").isCloseTo(0.10, within(0.01));
    JsonNode paused = rollout.awaitTrue("Paused");
    assertThat(rollout.story(newest(before), "/status/rollout/state"))
        .containsExactly("Stepping", "Paused");
    assertThat(rollout.story(newest(before), "/status/rollout/step")).containsExactly("1");
    Instant since = Instant.parse(before.at("/status/rollout/judgedSince").asText());
    Instant passed = Instant.parse(paused.at("/status/rollout/startedAt").asText());
    assertThat(Duration.between(since, passed))
        .as("how long the step took, absence included")
        .isBetween(step, step.plus(ABSENCE));
    rollout.act("resume", second, "1", "go");
    rollout.awaitServing("good-2");
    Client.assertNoneFailed(load.stop());
  }

  private static long newest(JsonNode resource) {
    return resource.at("/metadata/resourceVersion").asLong();
  }

  /** 41. */
  @Test
  @TakesLong
  void aLeaderThatSleptThroughItsSuccessionChangesNothing() {
    Rollout rollout = Rollout.serving(workspace, "slept", "good-1", TENTH_THEN_HALF);
    Client.RunningLoad load = rollout.load(100);
    rollout.change("good-2", TENTH_THEN_HALF);
    String second = rollout.awaitTrue("Paused").at("/status/candidate/revision").asText();
    String pod = rollout.pods().getFirst().at("/metadata/name").asText();
    String old = workspace.kubectl().run("get", "--raw", port(pod) + "/traffic");
    Slipway.scaleOperator(2);
    try {
      PodProcess leader = PodProcess.of(Slipway.leader());
      leader.freeze();
      Instant asleep = Instant.now();
      rollout.act("resume", second, "1", "go");
      rollout.awaitPausedAt("2");
      await().atMost(SLEEP.plusSeconds(10)).until(() -> Instant.now().isAfter(asleep.plus(SLEEP)));
      leader.thaw();

      assertThat(
              workspace
                  .kubectl()
                  .attempt(old, "replace", "--raw", port(pod) + "/traffic", "-f", "-")
                  .err())
          .as("what a pod says to a document of the leader before")
          .contains("Conflict");
      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(weights(rollout))
                      .as("what pods go by since it woke")
                      .containsOnly(5000));
      assertThat(Slipway.leader().at("/metadata/name").asText()).isNotEqualTo(leader.pod());
      assertThat(load.share(second, Duration.ofSeconds(5))).isCloseTo(0.5, within(0.02));
    } finally {
      Slipway.scaleOperator(1);
    }
    rollout.act("resume", second, "2", "go");
    rollout.awaitServing("good-2");
    Client.assertNoneFailed(load.stop());
  }

  private static List<Integer> weights(Rollout rollout) {
    return rollout.pods().stream()
        .map(pod -> port(pod.at("/metadata/name").asText()) + "/status")
        .map(path -> workspace.kubectl().getRaw(path).at("/traffic/weightBp").asInt())
        .toList();
  }

  private static String port(String pod) {
    return "/api/v1/namespaces/%s/pods/%s:%d/proxy"
        .formatted(workspace.kubectl().namespace(), pod, OPERATOR_PORT);
  }

  /** 46. */
  @Test
  @TakesLong
  void withAPodThatItCannotReachAStepWaitsAndAnAbortDoesNot() {
    Rollout rollout = Rollout.serving(workspace, "hole", "good-1", TENTH_THEN_HALF, "replicas: 2");
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);
    rollout.change("good-2", TENTH_THEN_HALF, "replicas: 2");
    String second = rollout.awaitTrue("Paused").at("/status/candidate/revision").asText();

    PodProcess unreachable = servingPod(rollout, first);
    unreachable.blackHole(operator(), OPERATOR_PORT);
    rollout.act("resume", second, "1", "go");
    JsonNode waiting =
        rollout.awaits(
            now -> {
              assertThat(now.at("/status/traffic/acknowledged").asText())
                  .as(Deployed.story(now))
                  .isEqualTo("2/3");
              assertThat(now.at("/status/rollout/message").asText())
                  .as(Deployed.story(now))
                  .contains(unreachable.pod());
            });
    assertThat(waiting.at("/status/rollout/step").asText()).isEqualTo("2");
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(Deployed.status(rollout.now(), "Paused"))
                    .as("the step is not passed")
                    .isNotEqualTo("True"));

    rollout.act("abort", second, "2", "stop");
    rollout.awaitState("RolledBack");
    unreachable.heal();
    Client.assertNoneFailed(load.stop());
    rollout.awaitText("/status/traffic/acknowledged", "2/2");
  }

  /** 51: counters that are not to be had are no evidence, and no failure of the candidate. */
  @Test
  @TakesLong
  void withoutThePodsCountersAStepIsNotPassedAndItIsOnceTheyAreBack() {
    String spec =
        """
        rollout:
          steps: [{weight: 50%, minDuration: 8s, minSamples: 10, maxDuration: 15s}]
        """;
    Rollout rollout = Rollout.serving(workspace, "uncounted", "good-1", spec);
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);
    rollout.change("good-2", spec);
    rollout.awaitText("/status/traffic/acknowledged", "2/2");
    rollout.awaitState("Stepping");

    PodProcess silent = servingPod(rollout, first);
    silent.blackHole(operator(), OPERATOR_PORT);
    JsonNode without =
        rollout.awaits(
            now ->
                assertThat(now.at("/status/rollout/message").asText())
                    .as(Deployed.story(now))
                    .contains(silent.pod()));
    await()
        .during(Duration.ofSeconds(20))
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              JsonNode now = rollout.now();
              assertThat(now.at("/status/stable/revision").asText()).isEqualTo(first);
              assertThat(now.at("/status/failedRevisions")).isEmpty();
            });
    assertThat(without.at("/status/traffic/desired").asText()).isEqualTo("50%");

    silent.heal();
    rollout.awaitServing("good-2");
    Client.assertNoneFailed(load.stop());
  }

  private static String operator() {
    return Slipway.leader().at("/status/podIP").asText();
  }

  private static PodProcess servingPod(Rollout rollout, String revision) {
    return rollout.pods().stream()
        .filter(
            pod -> pod.at("/metadata/labels").path("slipway.io/revision").asText().equals(revision))
        .findFirst()
        .map(PodProcess::of)
        .orElseThrow();
  }
}
