package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/registry-cycle}: push, deploy, push again, promote, a canary, and back; and a
 * registry that goes away.
 */
class RegistryCycleIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");
  private static final Path MODEL = Examples.named("registry-cycle").file("model.yaml");

  @RegisterExtension static final Workspace workspace = new Workspace("cycle");
  @TempDir static Path programs;

  private static ModelRegistry registry;
  private static Deployed diabetes;

  @BeforeAll
  static void pushAndDeploy() throws IOException {
    diabetes = workspace.deployed("diabetes");
    registry = ModelRegistry.install(workspace.kubectl().namespace(), programs);
    registry.ctl("push", "diabetes", file("v1"), "--alias", "champion", "--reason", "the first");
    workspace.kubectl().apply(MODEL);
  }

  @BeforeEach
  void serveTheFirst() {
    registry.ctl("alias", "set", "diabetes", "champion", "1");
    awaitServing("v1");
  }

  @AfterAll
  static void remove() throws IOException {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void aPromotedAliasIsACanaryAndMovedBackItIsTheWayBackToWarmPods() {
    JsonNode before = diabetes.awaitTrue("Ready", SOON);
    assertThat(before.at("/status/stable/version").asText()).isEqualTo("1");
    String first = before.at("/status/stable/revision").asText();
    List<String> warm = uids();
    Client.RunningLoad load = load();

    registry.ctl("push", "diabetes", file("v2"), "--parent", "@champion");
    assertThat(registry.ctl("versions", "diabetes")).contains("READY").contains("@champion");
    registry.ctl(
        "alias", "set", "diabetes", "champion", "2", "--expect", "1", "--reason", "fits better");
    diabetes.awaits(
        SOON,
        resource -> {
          assertThat(resource.at("/status/candidate/digest").asText())
              .as(Deployed.story(resource))
              .isEqualTo(DIABETES.digest("v2"));
          assertThat(resource.at("/status/traffic/desired").asText()).isEqualTo("10%");
        });
    String second = awaitPromoted("v2").at("/status/stable/revision").asText();
    Instant secondServes = awaitTold("2", "serving");

    registry.ctl(
        "alias", "set", "diabetes", "champion", "1", "--expect", "2", "--reason", "sales asked");
    JsonNode back = awaitServing("v1");

    assertThat(back.at("/status/stable/revision").asText()).isEqualTo(first);
    assertThat(uids()).as("pods of the first version, which were still there").containsAll(warm);
    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(Client.revisions(report)).containsExactlyInAnyOrder(first, second);
    assertThat(servedAt(secondServes)).as("what the registry says served").isEqualTo("2");
  }

  @Test
  void aRegistryThatIsGoneLosesNothingAsLongAsAPodHasTheBytes() {
    String revision = awaitServing("v1").at("/status/stable/revision").asText();
    Client.RunningLoad load = load();

    registry.stop();
    diabetes.awaits(
        SOON,
        resource -> {
          assertThat(reason(resource, "Ready")).isEqualTo("RegistryUnreachable");
          assertThat(Deployed.status(resource, "Ready")).isEqualTo("True");
        });
    List<JsonNode> pods = diabetes.pods();
    String gone = pods.getFirst().at("/metadata/name").asText();
    workspace.kubectl().run("delete", "pod", gone, "--wait=false");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(diabetes.pods())
                    .hasSameSizeAs(pods)
                    .allSatisfy(
                        pod -> {
                          assertThat(pod.at("/metadata/name").asText()).isNotEqualTo(gone);
                          assertThat(Deployed.status(pod, "Ready")).isEqualTo("True");
                          assertThat(pod.at("/status/containerStatuses/0/restartCount").asInt())
                              .isZero();
                        }));

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(Client.revisions(report)).containsExactly(revision);
    loseAllPods();

    registry.start();

    awaitServing("v1");
    diabetes.awaits(SOON, resource -> assertThat(reason(resource, "Ready")).isEqualTo("Serving"));
  }

  /** Then nobody has the bytes. */
  private static void loseAllPods() {
    workspace
        .kubectl()
        .run(
            "delete",
            "pods",
            "-l",
            "slipway.io/deployment=diabetes",
            "--force",
            "--grace-period=0",
            "--wait=false");
    JsonNode lost =
        diabetes.awaits(
            SOON, resource -> assertThat(reason(resource, "Stalled")).isEqualTo("SourceLost"));
    assertThat(Deployed.condition(lost, "Stalled").path("message").asText())
        .contains("slipway-registry.slipway-system", "no ready pod of the revision has");
  }

  private static String reason(JsonNode resource, String condition) {
    return Deployed.condition(resource, condition).path("reason").asText();
  }

  private static JsonNode awaitServing(String version) {
    return diabetes.awaits(
        SOON,
        resource -> {
          assertThat(Deployed.status(resource, "Ready"))
              .as(Deployed.story(resource))
              .isEqualTo("True");
          assertThat(resource.at("/status/stable/digest").asText())
              .as(Deployed.story(resource))
              .isEqualTo(DIABETES.digest(version));
        });
  }

  /** Everybody is moved, and the version before is still warm. */
  private static JsonNode awaitPromoted(String version) {
    return diabetes.awaits(
        SOON,
        resource -> {
          assertThat(resource.at("/status/rollout/state").asText())
              .as(Deployed.story(resource))
              .isEqualTo("Baking");
          assertThat(resource.at("/status/stable/digest").asText())
              .isEqualTo(DIABETES.digest(version));
        });
  }

  private static Client.RunningLoad load() {
    return workspace
        .client()
        .load("cycle", "http://diabetes/v1/models/diabetes:predict", DIABETES.body(), 50);
  }

  /** When the registry was told that a version has come into a phase. */
  private static Instant awaitTold(String version, String phase) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                Kubectl.parse(registry.ctl("history", "diabetes", "-o", "json"))
                    .findParents("phase")
                    .stream()
                    .filter(event -> event.path("version").asText().equals(version))
                    .filter(event -> event.path("phase").asText().equals(phase))
                    .filter(event -> event.path("track").asText().equals("stable"))
                    .map(event -> Instant.parse(event.path("at").asText()))
                    .toList(),
            times -> !times.isEmpty())
        .getFirst();
  }

  private static String servedAt(Instant time) {
    JsonNode then = Kubectl.parse(registry.ctl("history", "diabetes", "--at", time, "-o", "json"));
    return then.findParents("track").stream()
        .filter(use -> use.path("track").asText().equals("stable"))
        .map(use -> use.path("version").asText())
        .reduce((one, other) -> one + "," + other)
        .orElse(then.toString());
  }

  private static List<String> uids() {
    return diabetes.pods().stream().map(pod -> pod.at("/metadata/uid").asText()).toList();
  }

  private static Path file(String version) {
    return DIABETES.file(version + ".pmml");
  }
}
