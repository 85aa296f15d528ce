package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.e2e.Examples.Example;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A new version step by step, judged by the client's own log: how requests were divided, and that
 * none was lost, whether the version is good, bad, or unwanted.
 */
class CanaryIT {
  private static final Example DIABETES = Examples.named("diabetes-regression");
  private static final Example PENGUINS = Examples.named("penguins-classifier");
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int PER_SECOND = 100;

  @RegisterExtension static final Workspace workspace = new Workspace("canary");

  @BeforeAll
  static void open() {
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    workspace.kubectl().apply(PENGUINS.file("configmap.yaml"));
  }

  @Test
  void aGoodVersionGetsCopiesThenSharesThenEverybody() {
    Deployed good = deploy("good");
    String first = revision(good, "stable");
    Client.RunningLoad load = load(good);

    workspace.kubectl().applyYaml(yaml("good", DIABETES, "v2", GRADUALLY));
    JsonNode paused = good.awaitTrue("Paused", SOON);
    assertThat(paused.at("/status/rollout/step").asText()).isEqualTo("1");
    assertThat(paused.at("/status/traffic/desired").asText()).isEqualTo("10%");
    String second = paused.at("/status/candidate/revision").asText();

    Slipway.killOperator();
    double share = share(load, second, Duration.ofSeconds(20));
    assertThat(share).as("the candidate's share of answers at 10%%").isCloseTo(0.10, within(0.01));
    good.awaitTrue("Paused", SOON);

    act(good, "resume@%s#1;go".formatted(second));
    JsonNode done = good.awaitTrue("Ready", SOON);

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(done.at("/status/stable/revision").asText()).isEqualTo(second);
    assertThat(done.at("/status/stable/digest").asText()).isEqualTo(DIABETES.digest("v2"));
    assertThat(revisions(report)).containsExactly(sorted(first, second));
  }

  @Test
  void aVersionThatRefusesWhatTheServingOneAnswersIsGoneAndNoCallerNoticed() {
    Deployed bad = deploy("bad");
    String first = revision(bad, "stable");
    Client.RunningLoad load = load(bad);

    workspace.kubectl().applyYaml(yaml("bad", PENGUINS, "v1", QUICKLY));
    JsonNode back = bad.awaits(SOON, resource -> assertState(resource, "RolledBack"));

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(revisions(report)).containsExactly(first);
    assertThat(back.at("/status/stable/revision").asText()).isEqualTo(first);
    assertThat(back.at("/status/failedRevisions/0/reason").asText()).isEqualTo("CheckFailed");
    assertThat(Deployed.status(back, "Available")).isEqualTo("True");
    assertThat(Deployed.condition(back, "Stalled").path("reason").asText()).isEqualTo("RolledBack");
  }

  @Test
  void whoeverAbortsIsHeardWithinSecondsAndNoRequestIsLost() {
    Deployed unwanted = deploy("unwanted");
    String first = revision(unwanted, "stable");
    Client.RunningLoad load = load(unwanted);
    workspace.kubectl().applyYaml(yaml("unwanted", DIABETES, "v2", GRADUALLY));
    String second = unwanted.awaitTrue("Paused", SOON).at("/status/candidate/revision").asText();

    act(unwanted, "abort@%s#1;stop".formatted(second));
    unwanted.awaits(
        Duration.ofSeconds(20),
        resource ->
            assertThat(resource.at("/status/traffic/desired").asText("0%"))
                .as(Deployed.story(resource))
                .isEqualTo("0%"));
    long soFar = load.report().at("/byRevision/" + second).asLong();
    JsonNode back = unwanted.awaits(SOON, resource -> assertState(resource, "RolledBack"));

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(report.at("/byRevision/" + second).asLong())
        .as("answers of the candidate after it was taken back")
        .isEqualTo(soFar);
    assertThat(back.at("/status/failedRevisions/0/reason").asText()).isEqualTo("Aborted");
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

  private static String yaml(String name, Example example, String version, String rollout) {
    return """
        apiVersion: slipway.io/v1alpha1
        kind: ModelDeployment
        metadata: {name: %s}
        spec:
          model: {name: model, uri: "configmap://%s-models/%s.pmml"}
          replicas: 2
        """
            .formatted(name, example.name(), version)
        + rollout.indent(0);
  }

  private static Deployed deploy(String name) {
    workspace.kubectl().applyYaml(yaml(name, DIABETES, "v1", QUICKLY));
    Deployed deployed = workspace.deployed(name);
    deployed.awaitTrue("Ready", SOON);
    return deployed;
  }

  private static Client.RunningLoad load(Deployed deployed) {
    String url = deployed.awaitTrue("Ready", SOON).at("/status/url").asText();
    return workspace
        .client()
        .load(deployed.name(), url + "/v1/models/model:predict", DIABETES.body(), PER_SECOND);
  }

  /** The part of the answers that a revision gave over a time. */
  private static double share(Client.RunningLoad load, String revision, Duration over) {
    JsonNode before = load.report();
    await().atMost(over.plusSeconds(10)).pollDelay(over).until(() -> true);
    JsonNode after = load.report();
    double all = after.path("succeeded").asLong() - before.path("succeeded").asLong();
    String path = "/byRevision/" + revision;
    return (after.at(path).asLong() - before.at(path).asLong()) / all;
  }

  private static void act(Deployed deployed, String action) {
    workspace
        .kubectl()
        .run(
            "annotate",
            "modeldeployment",
            deployed.name(),
            "--overwrite",
            "slipway.io/action=" + action);
  }

  private static String revision(Deployed deployed, String which) {
    return deployed.awaitTrue("Ready", SOON).at("/status/" + which + "/revision").asText();
  }

  private static void assertState(JsonNode resource, String state) {
    assertThat(resource.at("/status/rollout/state").asText())
        .as(Deployed.story(resource))
        .isEqualTo(state);
  }

  private static String[] sorted(String... revisions) {
    return new TreeSet<>(List.of(revisions)).toArray(String[]::new);
  }

  private static Iterable<String> revisions(JsonNode report) {
    TreeSet<String> revisions = new TreeSet<>();
    report.path("byRevision").properties().stream().map(Map.Entry::getKey).forEach(revisions::add);
    return revisions;
  }
}
