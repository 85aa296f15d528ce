package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A team's own server for a format of its own, as docs/custom-runtimes.md describes it. */
class CustomRuntimeIT {
  @RegisterExtension static final Workspace workspace = new Workspace("custom");

  @Test
  void aTeamsOwnImageServesAPinnedModelAndChangesVersion() throws IOException {
    Examples.Example points = Examples.named("custom-runtime");
    String yaml =
        Files.readString(points.file("v1.yaml"))
            .replace("registry.example.org/points-server:1", Slipway.pointsImage());
    workspace.kubectl().apply(points.file("configmap.yaml"));
    workspace.kubectl().applyYaml(yaml);

    Deployed deployed = workspace.deployed("points");
    JsonNode resource = deployed.awaitTrue("Ready", Duration.ofMinutes(2));
    assertThat(score()).isEqualTo("points\n15\n32\n");
    assertThat(resource.at("/status/stable/digest").asText()).startsWith("sha256:");

    workspace
        .kubectl()
        .applyYaml(
            Files.readString(points.file("configmap.yaml"))
                .replace("v1.csv", "v2.csv")
                .replace("points-models", "points-models-2")
                .replace("basic,10", "basic,11"));
    workspace.kubectl().applyYaml(yaml.replace("points-models/v1.csv", "points-models-2/v2.csv"));
    String before = resource.at("/status/stable/revision").asText();
    deployed.awaits(
        Duration.ofMinutes(2),
        now -> {
          assertThat(Deployed.status(now, "Ready")).as(Deployed.story(now)).isEqualTo("True");
          assertThat(now.at("/status/stable/revision").asText()).isNotEqualTo(before);
        });
    assertThat(score()).isEqualTo("points\n16\n32\n");
  }

  private static String score() {
    return workspace
        .client()
        .firstAnswer(
            "http://points/v1/models/points:predict",
            "text/csv",
            "plan,region\nbasic,north\npro,south\n")
        .body();
  }
}
