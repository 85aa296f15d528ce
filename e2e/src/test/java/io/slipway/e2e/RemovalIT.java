package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * In the middle of a rollout the operator is removed, or replaced by one with another image, or the
 * namespace goes. Numbers are those of the acceptance tests of rollouts.
 */
@TakesLong
class RemovalIT {
  private static final Duration ABSENCE = Duration.ofSeconds(30);

  private static final String HALF =
      """
      rollout:
        steps: [{weight: 50%, minDuration: 1s, minSamples: 10, maxDuration: 10m, pause: Approval}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("removal");

  /** The one that goes. */
  @RegisterExtension static final Workspace doomed = new Workspace("doomed");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
    Scripts.install(doomed.kubectl());
  }

  @AfterEach
  void bringTheOperatorBack() {
    Slipway.takeBack();
  }

  /** 38. */
  @Test
  void withoutTheOperatorCallersStayDividedAndTheNextOneGoesOn() {
    Rollout rollout = Rollout.serving(workspace, "divided", "good-1", HALF);
    Client.RunningLoad load = rollout.load(60);
    rollout.change("good-2", HALF);
    String second = rollout.awaitPausedWith("good-2");

    Slipway.uninstall();
    double share = load.share(second, ABSENCE);
    Slipway.install();

    assertThat(share).as("the candidate's share without an operator").isCloseTo(0.5, within(0.02));
    rollout.act("resume", second, "1", "go");
    rollout.awaitServing("good-2");
    Client.assertNoneFailed(load.stop());
  }

  /** 38. */
  @Test
  void aNamespaceIsHeldByNothingAndTheOperatorGoesOnElsewhere() {
    Rollout rollout = Rollout.serving(doomed, "doomed", "good-1", HALF);
    rollout.load(60);
    rollout.change("good-2", HALF);
    rollout.awaitPausedWith("good-2");

    doomed.kubectl().run("delete", "namespace", doomed.kubectl().namespace(), "--timeout=90s");

    Rollout.serving(workspace, "elsewhere", "good-1", HALF);
  }

  /** 19: the image of a newer release that the cluster's nodes do not get. */
  @Test
  void aCandidateWhoseImageIsNotToBeHadIsTakenBackAndTheNextGoodSpecNeedsNoCleaningUp() {
    Rollout rollout = Rollout.serving(workspace, "unpulled", "good-1", HALF);
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);

    Slipway.setRuntimeImage("registry.invalid/slipway-runtime:1");
    rollout.change("good-2", HALF);
    JsonNode back = rollout.awaitState("RolledBack");
    assertThat(Rollout.failure(back)).startsWith("ImagePullFailed: ").contains("registry.invalid");
    assertThat(back.at("/status/stable/revision").asText()).isEqualTo(first);
    assertThat(Client.revisions(load.report())).containsExactly(first);

    Slipway.takeBack();
    rollout.change("good-3", HALF);
    String third = rollout.awaitPausedWith("good-3");
    rollout.act("resume", third, "1", "go");
    rollout.awaitServing("good-3");
    Client.assertNoneFailed(load.stop());
  }
}
