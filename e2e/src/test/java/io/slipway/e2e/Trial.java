package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A deployment of examples/diabetes-regression, and a version of it that is tried step by step. */
final class Trial {
  static final Duration SOON = Duration.ofMinutes(5);
  private static final String MODEL = "model";
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");
  private static final AtomicInteger NONCE = new AtomicInteger();

  private final Workspace workspace;
  private final Deployed deployed;
  private final int replicas;

  private Trial(Workspace workspace, String name, int replicas) {
    this.workspace = workspace;
    this.deployed = workspace.deployed(name);
    this.replicas = replicas;
  }

  /** One whose first version serves. */
  static Trial serving(Workspace workspace, String name, int replicas, String... spec) {
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    Trial trial = new Trial(workspace, name, replicas);
    trial.apply("v1", spec);
    trial.deployed.awaitTrue("Ready", SOON);
    workspace.client().awaitAnswer(trial.sending());
    return trial;
  }

  /** Asks for a version; {@code spec} are further lines. */
  void apply(String version, String... spec) {
    apply(DIABETES, version, spec);
  }

  /** Asks for a version of another example's model. */
  void apply(Examples.Example example, String version, String... spec) {
    workspace
        .kubectl()
        .applyYaml(
            """
            apiVersion: slipway.io/v1alpha1
            kind: ModelDeployment
            metadata: {name: %s}
            spec:
              model: {name: %s, uri: "configmap://%s-models/%s.pmml", digest: "%s"}
              replicas: %d
            """
                    .formatted(
                        deployed.name(),
                        MODEL,
                        example.name(),
                        version,
                        example.digest(version),
                        replicas)
                + String.join("\n", spec).indent(2));
  }

  /** Steps that each wait for a person, whoever calls. */
  static String held(String... weights) {
    return Stream.of(weights)
        .map("  - {weight: %s, minDuration: 1s, minSamples: 0, pause: Approval}"::formatted)
        .collect(Collectors.joining("\n", "rollout:\n  steps:\n", "\n"));
  }

  /** Steps that each take so long, whoever calls. */
  static String passing(Duration each, String... weights) {
    return held(weights)
        .replace("minDuration: 1s", "minDuration: %ds".formatted(each.toSeconds()))
        .replace(", pause: Approval", "");
  }

  Deployed deployed() {
    return deployed;
  }

  /** Waits until every pod goes by a step's weight and the step waits for a person. */
  void awaitHeld(String weight) {
    deployed.awaits(
        SOON,
        resource -> {
          assertThat(Deployed.status(resource, "Paused"))
              .as(Deployed.story(resource))
              .isEqualTo("True");
          assertThat(resource.at("/status/traffic/desired").asText())
              .as(Deployed.story(resource))
              .isEqualTo(weight);
          String[] acknowledged = resource.at("/status/traffic/acknowledged").asText().split("/");
          assertThat(acknowledged[0]).as(Deployed.story(resource)).isEqualTo(acknowledged[1]);
        });
  }

  JsonNode awaitState(String state) {
    return deployed.awaits(
        SOON,
        resource ->
            assertThat(resource.at("/status/rollout/state").asText())
                .as(Deployed.story(resource))
                .isEqualTo(state));
  }

  /** Waits until a revision is the serving one and nothing else is on the way. */
  JsonNode awaitServing(String revision) {
    return deployed.awaits(
        SOON,
        resource -> {
          assertThat(Deployed.status(resource, "Ready"))
              .as(Deployed.story(resource))
              .isEqualTo("True");
          assertThat(resource.at("/status/stable/revision").asText()).isEqualTo(revision);
        });
  }

  JsonNode now() {
    return workspace.kubectl().modelDeployment(deployed.name());
  }

  /** The one of the two versions that does not serve. */
  String other() {
    String digest = now().at("/status/stable/digest").asText();
    return digest.equals(DIABETES.digest("v1")) ? "v2" : "v1";
  }

  String stable() {
    return now().at("/status/stable/revision").asText();
  }

  String candidate() {
    return now().at("/status/candidate/revision").asText();
  }

  /** What a person asks for, about the candidate at the step where it is. */
  void act(String verb) {
    JsonNode status = now().path("status");
    act(verb, status.at("/candidate/revision").asText(), status.at("/rollout/step").asText());
  }

  void act(String verb, String revision, String step) {
    String action =
        "slipway.io/action=%s@%s#%s;%d".formatted(verb, revision, step, NONCE.incrementAndGet());
    workspace.kubectl().run("annotate", "modeldeployment", deployed.name(), "--overwrite", action);
  }

  /** The pods of a revision that are not going away. */
  List<JsonNode> pods(String revision) {
    return deployed.pods().stream()
        .filter(
            pod -> pod.at("/metadata/labels").path("slipway.io/revision").asText().equals(revision))
        .toList();
  }

  /** What a pod says of itself. */
  JsonNode report(JsonNode pod) {
    String ip = pod.at("/status/podIP").asText();
    return workspace.client().get("http://%s:9090/status".formatted(ip)).json();
  }

  Sending sending() {
    return Sending.to(url(), DIABETES.body());
  }

  String url() {
    return "http://%s/v1/models/%s:predict".formatted(deployed.name(), MODEL);
  }

  static String body() {
    return DIABETES.body();
  }

  /** A load at 100 requests a second. */
  Client.RunningLoad load() {
    return load(deployed.name());
  }

  Client.RunningLoad load(String name) {
    return workspace.client().load(name, sending());
  }

  /** What became of so many requests, sent as fast as they are answered. */
  Client.RunningLoad atFullSpeed(Sending sending, int count, int atATime) {
    String name = "%s-%d".formatted(deployed.name(), NONCE.incrementAndGet());
    return workspace.client().load(name, sending.atFullSpeed(count, atATime));
  }
}
