package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new version where the old one has every GPU that there is. */
class ScarceGpuIT {
  private static final String RESOURCE = "example.com/scarce-gpu";
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Examples.Example POINTS = Examples.named("custom-runtime");

  @RegisterExtension static final Workspace workspace = new Workspace("scarce");

  @Test
  void podsAreReplacedOneForOneWhileOthersAnswer() throws IOException {
    workspace.kubectl().offer(RESOURCE, 2);
    workspace.kubectl().apply(POINTS.file("configmap.yaml"));
    workspace
        .kubectl()
        .applyYaml(
            Files.readString(POINTS.file("configmap.yaml"))
                .replace("points-models", "points-models-2")
                .replace("basic,10", "basic,11"));
    workspace.kubectl().applyYaml(yaml("points-models"));
    Deployed points = workspace.deployed("points");
    String first = points.awaitTrue("Ready", SOON).at("/status/stable/revision").asText();
    Sending sending =
        Sending.to("http://points/v1/models/points:predict", "plan,region\nbasic,north\n")
            .header("Content-Type", "text/csv")
            .perSecond(50);
    workspace.client().awaitAnswer(sending);
    Client.RunningLoad load = workspace.client().load("points", sending);

    workspace.kubectl().applyYaml(yaml("points-models-2"));
    JsonNode giving =
        points.awaits(
            SOON,
            now ->
                assertThat(now.at("/status/rollout/message").asText())
                    .as(Deployed.story(now))
                    .contains(first + " gives up its GPUs one for one and is not kept warm"));
    assertThat(Deployed.status(giving, "Available")).isEqualTo("True");
    points.awaits(
        SOON,
        now -> {
          assertThat(Deployed.status(now, "Ready")).as(Deployed.story(now)).isEqualTo("True");
          assertThat(now.at("/status/stable/revision").asText()).isNotEqualTo(first);
          assertThat(now.at("/status/stable/readyReplicas").asInt()).isEqualTo(2);
        });

    Client.assertNoneFailed(load.stop());
  }

  private static String yaml(String models) {
    return """
    apiVersion: slipway.io/v1alpha1
    kind: ModelDeployment
    metadata: {name: points}
    spec:
      model: {uri: "configmap://%s/v1.csv"}
      replicas: 2
      runtime: {image: "%s"}
      gpu: {count: 1, resourceName: %s}
      rollout: {whenScarce: Replace}
    """
        .formatted(models, Slipway.pointsImage(), RESOURCE);
  }
}
