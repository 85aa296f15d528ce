package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Models need no operator to serve: it may be removed and installed again, and no pod notices. */
class OperatorAbsenceIT {
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");

  @RegisterExtension static final Workspace workspace = new Workspace("absence");

  @AfterAll
  static void close() {
    Slipway.install();
  }

  @Test
  void modelsServeWhileTheOperatorIsRemovedAndInstalledAgain() {
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    workspace.kubectl().apply(DIABETES.file("v1.yaml"));
    Deployed diabetes = workspace.deployed("diabetes");
    diabetes.awaitTrue("Ready", Duration.ofMinutes(2));
    List<String> podsBefore = uids(diabetes.pods());
    String deploymentsBefore = generations();
    Client.RunningLoad load =
        workspace
            .client()
            .load("absent", "http://diabetes/v1/models/diabetes:predict", DIABETES.body(), 50);

    Slipway.uninstall();
    assertThat(workspace.kubectl().get("modeldeployment", "diabetes").at("/metadata/name").asText())
        .as("the custom resources stay")
        .isEqualTo("diabetes");
    Slipway.install();
    workspace.kubectl().run("annotate", "modeldeployment", "diabetes", "example.com/touched=yes");
    diabetes.awaitTrue("Ready", Duration.ofMinutes(2));

    JsonNode report = load.stop();
    assertThat(report.path("failed").asLong()).as(report.toPrettyString()).isZero();
    assertThat(report.path("succeeded").asLong()).isGreaterThan(100);
    assertThat(uids(diabetes.pods())).isEqualTo(podsBefore);
    assertThat(generations()).as("generations of Deployments").isEqualTo(deploymentsBefore);
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
