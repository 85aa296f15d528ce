package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What goes wrong costs no caller anything, and the status says what it is in the pod's own words.
 */
class FailuresIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");

  @RegisterExtension static final Workspace workspace = new Workspace("failures");

  @BeforeAll
  static void open() {
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    workspace
        .kubectl()
        .applyYaml(
            """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: broken}
        data:
          truncated.pmml: '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><DataDictionary>'
          words.pmml: 'once upon a time'
        """);
  }

  @Test
  void aVersionThatCannotBeReadChangesNothingAndItsWordsReachTheStatus() {
    serve("good");
    Client.RunningLoad load =
        workspace.client().load("good", "http://good/v1/models/good:predict", DIABETES.body(), 50);

    workspace.kubectl().applyYaml(model("good", "configmap://broken/truncated.pmml", ""));
    JsonNode stalled = awaitStalled("good", "ModelInvalid");

    assertThat(Deployed.status(stalled, "Available")).isEqualTo("True");
    assertThat(stalled.at("/status/stable/digest").asText()).isEqualTo(DIABETES.digest("v1"));
    assertThat(load.report().path("failed").asLong()).as(load.report().toPrettyString()).isZero();

    workspace
        .kubectl()
        .applyYaml(model("good", "configmap://diabetes-regression-models/v2.pmml", ""));
    JsonNode recovered = workspace.deployed("good").awaitTrue("Ready", Duration.ofMinutes(2));
    assertThat(recovered.at("/status/stable/digest").asText()).isEqualTo(DIABETES.digest("v2"));
    JsonNode report = load.stop();
    assertThat(report.path("failed").asLong()).as(report.toPrettyString()).isZero();
  }

  @Test
  void aFileInNoKnownFormatIsSaidToBeSo() {
    workspace.kubectl().applyYaml(model("words", "configmap://broken/words.pmml", ""));
    awaitStalled("words", "FormatUnknown");
  }

  @Test
  void bytesThatAreNotThePinnedOnesAreNeverServed() {
    String other = "sha256:" + "0".repeat(64);
    workspace
        .kubectl()
        .applyYaml(
            model("pinned", "configmap://diabetes-regression-models/v1.pmml", "digest: " + other));
    JsonNode stalled = awaitStalled("pinned", "DigestMismatch");
    assertThat(Deployed.status(stalled, "Available")).isEqualTo("False");
  }

  @Test
  void aSourceThatIsNotThereIsNamed() {
    workspace
        .kubectl()
        .applyYaml(model("nokey", "configmap://diabetes-regression-models/v9.pmml", ""));
    JsonNode noKey = awaitStalled("nokey", "SourceNotFound");
    assertThat(message(noKey)).contains("v9.pmml");

    workspace.kubectl().applyYaml(model("nomap", "configmap://no-such-map/v1.pmml", ""));
    JsonNode noMap = awaitStalled("nomap", "MountNotFound");
    assertThat(message(noMap)).contains("no-such-map");
  }

  @Test
  void aModelThatNoNodeHasAGpuForSaysWhatTheSchedulerSays() {
    workspace
        .kubectl()
        .applyYaml(
            """
        apiVersion: slipway.io/v1alpha1
        kind: ModelDeployment
        metadata: {name: gpu}
        spec:
          model:
            uri: configmap://diabetes-regression-models/v1.pmml
            digest: %s
            format: ONNX
          gpu: {count: 1, resourceName: example.com/gpu}
        """
                .formatted(DIABETES.digest("v1")));
    JsonNode stalled = awaitStalled("gpu", "Unschedulable");
    assertThat(message(stalled)).contains("example.com/gpu");
  }

  @Test
  void pmmlOnAGpuIsRefusedAsSoonAsTheFormatIsKnown() {
    workspace
        .kubectl()
        .applyYaml(
            """
        apiVersion: slipway.io/v1alpha1
        kind: ModelDeployment
        metadata: {name: pmml-gpu}
        spec:
          model: {uri: "configmap://diabetes-regression-models/v1.pmml"}
          gpu: {count: 1}
        """);
    awaitStalled("pmml-gpu", "GpuNotSupported");
    assertThat(workspace.deployed("pmml-gpu").pods()).as("no pod is made for it").isEmpty();
  }

  @Test
  void anObjectOfSomeoneElsesIsNotTakenOver() {
    workspace
        .kubectl()
        .applyYaml(
            """
        apiVersion: v1
        kind: Service
        metadata: {name: taken}
        spec: {selector: {app: someone-elses}, ports: [{port: 80}]}
        """);
    workspace
        .kubectl()
        .applyYaml(model("taken", "configmap://diabetes-regression-models/v1.pmml", ""));
    awaitStalled("taken", "NameConflict");
    assertThat(workspace.kubectl().get("service", "taken").at("/spec/selector/app").asText())
        .isEqualTo("someone-elses");
  }

  @Test
  void whenTheSourceIsGoneANewPodTakesTheBytesFromAReadyOne() {
    String content =
        workspace
            .kubectl()
            .get("configmap", "diabetes-regression-models")
            .at("/data/v1.pmml")
            .asText();
    ObjectNode configMap = new ObjectMapper().createObjectNode();
    configMap
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .putObject("metadata")
        .put("name", "fleeting");
    configMap.putObject("data").put("m.pmml", content);
    workspace.kubectl().applyYaml(configMap.toString());
    workspace.kubectl().applyYaml(model("lost", "configmap://fleeting/m.pmml", ""));
    Deployed lost = workspace.deployed("lost");
    lost.awaitTrue("Ready", Duration.ofMinutes(2));

    workspace
        .kubectl()
        .applyYaml(
            """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: fleeting}
        data: {m.pmml: "other bytes"}
        """);
    String gone = lost.pods().getFirst().at("/metadata/name").asText();
    workspace.kubectl().run("delete", "pod", gone);

    lost.awaits(
        Duration.ofMinutes(2),
        resource -> {
          assertThat(Deployed.status(resource, "Ready"))
              .as(Deployed.story(resource))
              .isEqualTo("True");
          assertThat(resource.at("/status/stable/readyReplicas").asInt()).isEqualTo(2);
          assertThat(lost.pods())
              .extracting(pod -> pod.at("/metadata/name").asText())
              .doesNotContain(gone);
        });
  }

  @Test
  void deletingTheResourceRemovesAllThatItOwned() {
    serve("brief");
    workspace.kubectl().run("delete", "modeldeployment", "brief");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        workspace
                            .kubectl()
                            .get(
                                "deployments,services,configmaps,controllerrevisions,poddisruptionbudgets,serviceaccounts,pods",
                                "-l",
                                "slipway.io/deployment=brief")
                            .path("items"))
                    .isEmpty());
  }

  private static void serve(String name) {
    workspace
        .kubectl()
        .applyYaml(model(name, "configmap://diabetes-regression-models/v1.pmml", ""));
    workspace.deployed(name).awaitTrue("Ready", Duration.ofMinutes(2));
  }

  private static String model(String name, String uri, String more) {
    return """
        apiVersion: slipway.io/v1alpha1
        kind: ModelDeployment
        metadata: {name: %s}
        spec:
          model:
            uri: %s
            %s
          replicas: 2
        """
        .formatted(name, uri, more);
  }

  private static JsonNode awaitStalled(String name, String reason) {
    return workspace
        .deployed(name)
        .awaits(
            SOON,
            resource -> {
              assertThat(Deployed.status(resource, "Stalled"))
                  .as(Deployed.story(resource))
                  .isEqualTo("True");
              assertThat(Deployed.condition(resource, "Stalled").path("reason").asText())
                  .as(Deployed.story(resource))
                  .isEqualTo(reason);
            });
  }

  private static String message(JsonNode resource) {
    return Deployed.condition(resource, "Stalled").path("message").asText();
  }
}
