package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.e2e.Examples.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A new version step by step, judged by the client's own log: how requests were divided, and that
 * none was lost, whether the version is good, bad, or unwanted.
 */
class CanaryIT {
  private static final Example PENGUINS = Examples.named("penguins-classifier");
  private static final Duration SOON = Trial.SOON;

  @RegisterExtension static final Workspace workspace = new Workspace("canary");

  @BeforeAll
  static void open() {
    workspace.kubectl().apply(PENGUINS.file("configmap.yaml"));
  }

  @Test
  void aGoodVersionGetsCopiesThenSharesThenEverybody() {
    Trial good = Trial.serving(workspace, "good", 2, QUICKLY);
    String first = good.stable();
    Client.RunningLoad load = good.load();

    good.apply("v2", GRADUALLY);
    JsonNode paused = good.deployed().awaitTrue("Paused", SOON);
    assertThat(paused.at("/status/rollout/step").asText()).isEqualTo("1");
    assertThat(paused.at("/status/traffic/desired").asText()).isEqualTo("10%");
    String second = paused.at("/status/candidate/revision").asText();

    Slipway.killOperator();
    double share = load.share(second, Duration.ofSeconds(20));
    assertThat(share).as("the candidate's share of answers at 10%%").isCloseTo(0.10, within(0.01));
    good.deployed().awaitTrue("Paused", SOON);

    good.act("resume", second, "1");
    JsonNode done = good.deployed().awaitTrue("Ready", SOON);

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(done.at("/status/stable/revision").asText()).isEqualTo(second);
    assertThat(done.at("/status/stable/digest").asText())
        .isEqualTo(Examples.named("diabetes-regression").digest("v2"));
    assertThat(Client.revisions(report)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aVersionThatRefusesWhatTheServingOneAnswersIsGoneAndNoCallerNoticed() {
    Trial bad = Trial.serving(workspace, "bad", 2, QUICKLY);
    String first = bad.stable();
    Client.RunningLoad load = bad.load();

    bad.apply(PENGUINS, "v1", QUICKLY);
    JsonNode back = bad.awaitState("RolledBack");

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(Client.revisions(report)).containsExactly(first);
    assertThat(back.at("/status/stable/revision").asText()).isEqualTo(first);
    assertThat(back.at("/status/failedRevisions/0/reason").asText()).isEqualTo("CheckFailed");
    assertThat(Deployed.status(back, "Available")).isEqualTo("True");
    assertThat(Deployed.condition(back, "Stalled").path("reason").asText()).isEqualTo("RolledBack");
  }

  @Test
  void whoeverAbortsIsHeardWithinSecondsAndNoRequestIsLost() {
    Trial unwanted = Trial.serving(workspace, "unwanted", 2, QUICKLY);
    String first = unwanted.stable();
    Client.RunningLoad load = unwanted.load();
    unwanted.apply("v2", GRADUALLY);
    unwanted.deployed().awaitTrue("Paused", SOON);
    String second = unwanted.candidate();

    unwanted.act("abort", second, "1");
    unwanted
        .deployed()
        .awaits(
            Duration.ofSeconds(20),
            resource -> {
              assertThat(resource.at("/status/traffic/desired").asText("0%"))
                  .as(Deployed.story(resource))
                  .isEqualTo("0%");
              assertThat(resource.at("/status/traffic/acknowledged").asText())
                  .as(Deployed.story(resource))
                  .matches("(\\d+)/\\1");
            });
    long soFar = Client.answers(load.report(), second);
    JsonNode back = unwanted.awaitState("RolledBack");

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(Client.answers(report, second))
        .as("answers of the candidate after it was taken back")
        .isEqualTo(soFar);
    assertThat(back.at("/status/failedRevisions/0/reason").asText()).isEqualTo("Aborted");
    assertThat(back.at("/status/stable/revision").asText()).isEqualTo(first);
  }

  /** examples/canary, as its page has people do it. */
  @Test
  @TakesLong
  void theExampleGoesItsWholeWay() throws IOException {
    Example diabetes = Examples.named("diabetes-regression");
    Path example = Examples.folder().resolve("canary");
    workspace.kubectl().apply(diabetes.file("configmap.yaml"));
    workspace.kubectl().apply(example.resolve("v1.yaml"));
    Rollout canary = Rollout.of(workspace, "diabetes");
    String first = canary.awaitTrue("Ready").at("/status/stable/revision").asText();
    Client.RunningLoad load =
        workspace
            .client()
            .load(
                "example",
                "http://diabetes/v1/models/diabetes:predict",
                Files.readString(example.resolve("rows.json")),
                50);

    workspace.kubectl().apply(example.resolve("v2.yaml"));
    JsonNode paused = canary.awaitPausedAt("3");
    assertThat(paused.at("/status/traffic/desired").asText()).isEqualTo("50%");
    canary.act("resume", paused.at("/status/candidate/revision").asText(), "3", "approved");
    JsonNode done = canary.awaitState("Stable");

    assertThat(done.at("/status/stable/digest").asText()).isEqualTo(diabetes.digest("v2"));
    assertThat(canary.story(0, "/status/rollout/state"))
        .containsSubsequence("Shadowing", "Stepping", "Paused", "Promoting", "Baking", "Stable");
    assertThat(canary.stable()).isNotEqualTo(first);
    Client.assertNoneFailed(load.stop());
  }

  private static final String GRADUALLY =
      """
      rollout:
        shadow: {percent: 100, minSamples: 50, maxDuration: 2m}
        steps:
        - {weight: 10%, minDuration: 3s, minSamples: 20, maxDuration: 2m, pause: Approval}
        - {weight: 50%, minDuration: 3s, minSamples: 20, maxDuration: 2m}
        bake: {duration: 5s}
      """;

  private static final String QUICKLY =
      """
      rollout:
        steps:
        - {weight: 10%, minDuration: 60s, minSamples: 1000, maxDuration: 5m}
      """;
}
