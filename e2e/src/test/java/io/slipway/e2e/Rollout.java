package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A ModelDeployment of scripted models, whoever calls it, and what is asked of it. Waiting looks at
 * what the API server tells: many rollouts can be waited for at once, and no state goes unseen.
 */
final class Rollout {
  static final Duration SOON = Duration.ofMinutes(3);

  private final Workspace workspace;
  private final String name;

  /** The last write of ours: what is older tells nothing of what came of it. */
  private long written;

  private Rollout(Workspace workspace, String name) {
    this.workspace = workspace;
    this.name = name;
  }

  /** One that is there already. */
  static Rollout of(Workspace workspace, String name) {
    return new Rollout(workspace, name);
  }

  /** Applied, and not waited for. */
  static Rollout begin(Workspace workspace, String name, String script, String... spec) {
    Rollout rollout = new Rollout(workspace, name);
    rollout.change(script, spec);
    return rollout;
  }

  /** Applied, and serving. */
  static Rollout serving(Workspace workspace, String name, String script, String... spec) {
    Rollout rollout = begin(workspace, name, script, spec);
    rollout.awaitTrue("Ready");
    return rollout;
  }

  String name() {
    return name;
  }

  Kubectl kubectl() {
    return workspace.kubectl();
  }

  /** Asks for another model; {@code spec} are further lines of the spec. */
  void change(String script, String... spec) {
    apply(Scripts.pinned(script) + Scripts.server(), spec);
  }

  void apply(String model, String... spec) {
    written(workspace.kubectl().applied(yaml(model, spec)));
  }

  String yaml(String model, String... spec) {
    return """
    apiVersion: slipway.io/v1alpha1
    kind: ModelDeployment
    metadata: {name: %s}
    spec:
    """
            .formatted(name)
        + (model + String.join("\n", spec)).indent(2);
  }

  Client.RunningLoad load(int perSecond) {
    String url = "http://%s/v1/models/model:predict".formatted(name);
    return workspace.client().load(name, url, Scripts.BODY, perSecond);
  }

  /** What a person asks for, about a revision at a step. */
  void act(String verb, String revision, String step, String nonce) {
    String action = "slipway.io/action=%s@%s#%s;%s".formatted(verb, revision, step, nonce);
    edit("annotate", "--overwrite", action);
  }

  /** A kubectl command about the resource that writes it. */
  void edit(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, "modeldeployment", name, "--output=json"));
    words.addAll(List.of(more));
    written(Kubectl.parse(workspace.kubectl().run(words.toArray(String[]::new))));
  }

  private void written(JsonNode resource) {
    written = resource.at("/metadata/resourceVersion").asLong();
  }

  /** What has been at a place since a write, each once in a row. */
  List<String> story(long since, String place) {
    return workspace.watch().story(name, since, place);
  }

  /** The last write of ours, as a point in the story. */
  long lastWrite() {
    return written;
  }

  JsonNode now() {
    return workspace.kubectl().modelDeployment(name);
  }

  /** The resource, once the operator has seen its newest spec and {@code what} holds of it. */
  JsonNode awaits(Consumer<JsonNode> what) {
    List<JsonNode> seen = new CopyOnWriteArrayList<>();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              Optional<JsonNode> newest = workspace.watch().newest(name, written);
              assertThat(newest).as("what became of the last write to " + name).isPresent();
              JsonNode resource = newest.get();
              assertThat(resource.at("/status/observedGeneration").asLong(-1))
                  .as("observed generation of " + Deployed.story(resource))
                  .isEqualTo(resource.at("/metadata/generation").asLong());
              what.accept(resource);
              seen.add(resource);
            });
    return seen.getLast();
  }

  JsonNode awaitTrue(String condition) {
    return awaits(
        resource ->
            assertThat(Deployed.status(resource, condition))
                .as("%s of %s", condition, Deployed.story(resource))
                .isEqualTo("True"));
  }

  /** Waits until the candidate of a script waits for a person, and says which revision it is. */
  String awaitPausedWith(String script) {
    return awaits(
            now -> {
              assertThat(now.at("/status/candidate/digest").asText())
                  .as(Deployed.story(now))
                  .isEqualTo(Scripts.digest(script));
              assertThat(Deployed.status(now, "Paused")).as(Deployed.story(now)).isEqualTo("True");
            })
        .at("/status/candidate/revision")
        .asText();
  }

  JsonNode awaitPausedAt(String step) {
    return awaits(
        now -> {
          assertThat(Deployed.status(now, "Paused")).as(Deployed.story(now)).isEqualTo("True");
          assertThat(now.at("/status/rollout/step").asText())
              .as(Deployed.story(now))
              .isEqualTo(step);
        });
  }

  /** The pods that are not going away. */
  List<JsonNode> pods() {
    return workspace.deployed(name).pods();
  }

  JsonNode awaitState(String state) {
    return awaitText("/status/rollout/state", state);
  }

  JsonNode awaitStalled(String reason) {
    return awaits(
        resource -> {
          JsonNode stalled = Deployed.condition(resource, "Stalled");
          assertThat(stalled.path("status").asText())
              .as(Deployed.story(resource))
              .isEqualTo("True");
          assertThat(stalled.path("reason").asText())
              .as(Deployed.story(resource))
              .isEqualTo(reason);
        });
  }

  /** The resource, once the text at a place in it is this one. */
  JsonNode awaitText(String place, String text) {
    return awaits(
        resource ->
            assertThat(resource.at(place).asText())
                .as("%s of %s", place, Deployed.story(resource))
                .isEqualTo(text));
  }

  /** Waits until what is asked for serves; the digest is that of a script. */
  JsonNode awaitServing(String script) {
    return awaits(
        resource -> {
          assertThat(Deployed.status(resource, "Ready"))
              .as(Deployed.story(resource))
              .isEqualTo("True");
          assertThat(resource.at("/status/stable/digest").asText())
              .as(Deployed.story(resource))
              .isEqualTo(Scripts.digest(script));
        });
  }

  String stable() {
    return now().at("/status/stable/revision").asText();
  }

  /** Why the candidate was given up, as one word and in words. */
  static String failure(JsonNode resource) {
    return resource.at("/status/failedRevisions/0/reason").asText()
        + ": "
        + resource.at("/status/failedRevisions/0/message").asText();
  }
}
