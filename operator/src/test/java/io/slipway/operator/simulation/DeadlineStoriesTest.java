package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.AutoscalingStoriesTest.ASKED;
import static io.slipway.operator.simulation.AutoscalingStoriesTest.ONE_TO_TWELVE;
import static io.slipway.operator.simulation.AutoscalingStoriesTest.deployment;
import static io.slipway.operator.simulation.AutoscalingStoriesTest.size;
import static io.slipway.operator.simulation.AutoscalingStoriesTest.v;
import static io.slipway.operator.simulation.Trials.QUARTER;
import static io.slipway.operator.simulation.Trials.candidate;
import static io.slipway.operator.simulation.Trials.deadline;
import static io.slipway.operator.simulation.Trials.steps;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** How long a candidate's pods are waited for, and from when. */
class DeadlineStoriesTest {

  @Test
  void podsThatFlapAreNoProgress() {
    Rollout short2 = deadline("2m", QUARTER);
    Story story = Story.of(Trials.v(1, 2, short2)).untilReady();
    ModelDeploymentSpec next = Trials.v(2, 2, short2);

    story.fate(pod -> pod.ready = false).edit(next);
    for (int i = 0; i < 200 && !story.told.getLast().equals("RolledBack"); i++) {
      story.cluster.pods.stream()
          .filter(pod -> !pod.revision.equals(story.stable()))
          .forEach(pod -> pod.ready = false);
      story.look();
      story.cluster.now = story.cluster.now.plusSeconds(1);
    }

    assertThat(story.told.getLast()).isEqualTo("RolledBack");
    assertThat(story.status().orElseThrow().failedRevisions())
        .extracting(FailedRevision::reason)
        .containsExactly("ProgressDeadlineExceeded");
  }

  /**
   * Found on a cluster: the last progress was half an hour ago, and the deadline is ten minutes.
   */
  @Test
  void aCandidateThatIsToGrowAfterALongPauseHasTheDeadlineForIt() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(ASKED))).untilReady();
    story.edit(v(2, ONE_TO_TWELVE, steps(ASKED))).until("Paused 1");
    String second = candidate(story);

    story.seconds(30 * 60).autoscaler.demand = 4;
    story.until(() -> size(story, second) == 2).seconds(10);

    assertThat(story.told.getLast()).isEqualTo("Paused 1");
    assertThat(story.status().orElseThrow().failedRevisions()).isEmpty();
  }

  /** As where a quota refuses the pods that a node has lost. */
  @Test
  void aCandidateWhoseMissingPodsAreNotMadeIsGivenUpADeadlineAfterTheyWentMissing() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(ASKED))).untilReady();
    story.edit(v(2, ONE_TO_TWELVE, steps(ASKED))).until("Paused 1").seconds(30 * 60);
    String second = candidate(story);

    story.cluster.pods.removeIf(pod -> pod.revision.equals(second));
    story.cluster.put(unavailable(deployment(story, second), story.cluster.now));
    story.look();
    assertThat(story.told.getLast()).isEqualTo("Paused 1");
    story.cluster.now = story.cluster.now.plus(Duration.ofMinutes(11));
    story.look();

    assertThat(story.told.getLast()).startsWith("RollingBack");
    assertThat(story.status().orElseThrow().failedRevisions())
        .extracting(FailedRevision::reason)
        .containsExactly("ProgressDeadlineExceeded");
  }

  private static Deployment unavailable(Deployment deployment, Instant since) {
    return new DeploymentBuilder(deployment)
        .withNewStatus()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .addNewCondition()
        .withType("Available")
        .withStatus("False")
        .withLastTransitionTime(since.truncatedTo(ChronoUnit.SECONDS).toString())
        .endCondition()
        .endStatus()
        .build();
  }

  /** As after a pod was ready again, before its slice says so. */
  @Test
  void aCandidateWhosePodsAreNotFoundByNameForAMomentIsNotGivenUpForIt() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(ASKED))).untilReady();
    story.edit(v(2, ONE_TO_TWELVE, steps(ASKED))).until("Paused 1").seconds(30 * 60);

    assertThat(story.cluster.slices.remove(candidate(story))).isNotNull();
    story.look();
    story.seconds(10);

    assertThat(story.told.getLast()).isEqualTo("Paused 1");
  }
}
