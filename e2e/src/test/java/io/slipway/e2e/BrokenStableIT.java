package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What serves is broken and answers nobody: the mending version does not wait for evidence that
 * nobody could give. Number 28 of the acceptance tests of rollouts.
 */
@TakesLong
class BrokenStableIT {

  /** An hour for a tenth of the callers, by what the spec says. */
  private static final String SLOWLY =
      """
      rollout:
        steps: [{weight: 10%, minDuration: 1h, maxDuration: 2h}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("mended");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  @Test
  void whatMendsItServesAtOnce() {
    holds(Scripts.text("good-1"));
    Rollout rollout = Rollout.of(workspace, "ailing");
    rollout.apply(
        Scripts.model("configmap://fleeting/model", "digest: " + Scripts.digest("good-1"))
            + Scripts.server(),
        SLOWLY);
    rollout.awaitServing("good-1");

    // Whoever starts now finds other bytes at the source, and no pod that has the right ones.
    holds("something else");
    workspace
        .kubectl()
        .run("delete", "pods", "--selector=slipway.io/deployment=ailing", "--wait=false");
    rollout.awaits(
        now ->
            assertThat(Deployed.status(now, "Available"))
                .as(Deployed.story(now))
                .isEqualTo("False"));
    rollout.change("good-2", SLOWLY);

    JsonNode mended = rollout.awaitServing("good-2");
    assertThat(rollout.story(rollout.lastWrite(), "/status/rollout/basis"))
        .as(Deployed.story(mended))
        .contains("whenStableUnavailable: SkipSteps");
    assertThat(
            workspace
                .client()
                .post("http://ailing/v1/models/model:predict", "application/json", Scripts.BODY)
                .status())
        .isEqualTo(200);
  }

  private static void holds(String content) {
    workspace.kubectl().applyYaml(Scripts.configMap("fleeting", Map.of("model", content)));
  }
}
