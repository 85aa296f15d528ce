package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Models need no operator to serve: it may be removed, installed again and upgraded, and no pod
 * notices.
 */
class OperatorAbsenceIT {
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");

  @RegisterExtension static final Workspace workspace = new Workspace("absence");

  private final Deployed diabetes = workspace.deployed("diabetes");

  /** What must stay as it is. */
  private record Serving(Client.RunningLoad load, List<String> pods, String generations) {}

  @BeforeEach
  void deploy() {
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    workspace.kubectl().apply(DIABETES.file("v1.yaml"));
    diabetes.awaitTrue("Ready", Duration.ofMinutes(3));
  }

  @AfterEach
  void bringTheOperatorBack() {
    Slipway.takeBack();
  }

  @Test
  void modelsServeWhileTheOperatorIsRemovedAndInstalledAgain() {
    Serving before = serving("plain");

    Slipway.uninstall();
    assertResourcesAreKept();
    Slipway.install();
    workspace.kubectl().run("annotate", "modeldeployment", "diabetes", "example.com/touched=yes");
    diabetes.awaitTrue("Ready", Duration.ofMinutes(2));

    assertUndisturbed(before);
  }

  @Test
  void modelsServeWhileHelmTakesOverUpgradesAndUninstalls() {
    HelmRelease release = Slipway.release();
    Serving before = serving("helm");

    release.install();
    release.upgrade(
        Map.of(
            "networkPolicy.enabled", "true",
            "networkPolicy.namespaces", "{" + workspace.kubectl().namespace() + "}",
            "revisionHistoryLimit", "5"));
    diabetes.awaitTrue("Ready", Duration.ofMinutes(2));
    assertThePolicyLetsTheOperatorAndModelsInOnPort9090();
    release.uninstall();

    assertResourcesAreKept();
    assertUndisturbed(before);
  }

  private Serving serving(String name) {
    Client.RunningLoad load =
        workspace
            .client()
            .load(name, "http://diabetes/v1/models/diabetes:predict", DIABETES.body(), 50);
    return new Serving(load, uids(diabetes.pods()), generations());
  }

  private void assertUndisturbed(Serving before) {
    JsonNode report = before.load().stop();
    assertThat(report.path("failed").asLong()).as(report.toPrettyString()).isZero();
    assertThat(report.path("succeeded").asLong()).isGreaterThan(100);
    assertThat(uids(diabetes.pods())).isEqualTo(before.pods());
    assertThat(generations()).as("generations of Deployments").isEqualTo(before.generations());
  }

  private static void assertResourcesAreKept() {
    assertThat(workspace.kubectl().get("modeldeployment", "diabetes").at("/metadata/name").asText())
        .as("the custom resources stay, and their definition with them")
        .isEqualTo("diabetes");
  }

  /**
   * What the policy selects, asked of the cluster itself. That it is enforced is up to the network
   * plugin; the ones of test clusters often do not.
   */
  private void assertThePolicyLetsTheOperatorAndModelsInOnPort9090() {
    JsonNode policy =
        workspace
            .kubectl()
            .get("networkpolicies")
            .path("items")
            .valueStream()
            .filter(one -> one.at("/metadata/name").asText().endsWith("-models"))
            .findFirst()
            .orElseThrow()
            .path("spec");
    assertThat(uids(selected(workspace.kubectl(), policy.path("podSelector"))))
        .as("pods that the policy is about")
        .isEqualTo(uids(diabetes.pods()));

    JsonNode peers =
        StreamSupport.stream(policy.path("ingress").spliterator(), false)
            .filter(rule -> rule.at("/ports/0/port").asInt() == 9090)
            .findFirst()
            .orElseThrow()
            .path("from");
    JsonNode operator = peers.get(0);
    Kubectl system = Slipway.installed();
    assertThat(
            system
                .get("namespaces", "-l", selector(operator.path("namespaceSelector")))
                .at("/items/0/metadata/name")
                .asText())
        .isEqualTo(system.namespace());
    // The one that was upgraded may hold the lease for as long as it takes to end.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(selected(system, operator.path("podSelector")))
                    .extracting(pod -> pod.at("/metadata/name").asText())
                    .as("pods of the operator that port 9090 is open to")
                    .contains(Slipway.leaderName()));
    assertThat(uids(selected(workspace.kubectl(), peers.get(1).path("podSelector"))))
        .as("models that port 9090 is open to")
        .isEqualTo(uids(diabetes.pods()));
  }

  private static List<JsonNode> selected(Kubectl kubectl, JsonNode selector) {
    return StreamSupport.stream(
            kubectl.get("pods", "-l", selector(selector)).path("items").spliterator(), false)
        .toList();
  }

  /** As {@code kubectl -l} takes it; of expressions it knows {@code Exists}. */
  private static String selector(JsonNode selector) {
    List<String> terms = new ArrayList<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(label -> terms.add(label.getKey() + "=" + label.getValue().asText()));
    selector
        .path("matchExpressions")
        .forEach(
            expression -> {
              assertThat(expression.path("operator").asText()).isEqualTo("Exists");
              terms.add(expression.path("key").asText());
            });
    return String.join(",", terms);
  }

  private static List<String> uids(List<JsonNode> pods) {
    return pods.stream().map(pod -> pod.at("/metadata/uid").asText()).sorted().toList();
  }

  private static String generations() {
    return workspace
        .kubectl()
        .run(
            "get",
            "deployments",
            "-o",
            "jsonpath={range .items[*]}{.metadata.name} {.metadata.generation} {end}");
  }
}
