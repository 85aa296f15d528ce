package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.Trials.HALF;
import static io.slipway.operator.simulation.Trials.QUARTER;
import static io.slipway.operator.simulation.Trials.candidate;
import static io.slipway.operator.simulation.Trials.candidatePods;
import static io.slipway.operator.simulation.Trials.rolloutStatus;
import static io.slipway.operator.simulation.Trials.uids;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.GpuPolicy;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.api.v1alpha1.ScarcityPolicy;
import io.slipway.api.v1alpha1.UnavailableStablePolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A new version where there are no more GPUs than the old one has. */
class ReplacementStoriesTest {

  @Test
  void theOldVersionGivesItsGpusOneForOneAndNoCallerIsLost() {
    Story story = withGpus(4, onGpus(1, 4, ScarcityPolicy.REPLACE, null));
    story.told.clear();

    story.edit(onGpus(2, 4, ScarcityPolicy.REPLACE, null));
    int fewest = 4;
    int mostBeyond = 0;
    while (!story.told.contains("Stable")) {
      story.second();
      fewest = Math.min(fewest, ready(story));
      mostBeyond = Math.max(mostBeyond, weight(story) - candidatesPart(story));
    }

    assertThat(fewest).as("pods that answer at any time, of 4").isEqualTo(3);
    assertThat(mostBeyond).as("percent of callers beyond what the new pods are of all").isZero();
    story.untilReady();
    assertThat(uids(story, story.stable())).hasSize(4);
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aTrialTakesNoMoreOfThemThanItsStepNeedsAndTheStatusSaysThatNothingIsWarm() {
    Bake bake = new Bake("10m");
    Story story = withGpus(4, onGpus(1, 4, ScarcityPolicy.REPLACE, bake, QUARTER, HALF));
    String first = story.stable();
    story.told.clear();

    story.edit(onGpus(2, 4, ScarcityPolicy.REPLACE, bake, QUARTER, HALF)).until("Stepping 1");
    assertThat(uids(story, first)).hasSize(3);
    assertThat(candidatePods(story)).isEqualTo(1);
    assertThat(rolloutStatus(story).message())
        .endsWith(first + " gives up its GPUs one for one and is not kept warm");
    story.untilReady();

    assertThat(story.told)
        .as("without a warm revision there is nothing to bake for")
        .noneMatch(state -> state.startsWith("Baking"))
        .contains("Promoting Draining");
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aVersionThatFailsGivesThemBack() {
    Story story = withGpus(2, onGpus(1, 2, ScarcityPolicy.REPLACE, null, HALF));
    String first = story.stable();

    story.edit(onGpus(2, 2, ScarcityPolicy.REPLACE, null, HALF)).until("Stepping 1");
    story.cluster.failing.add(candidate(story));
    story.until("RolledBack").until(() -> uids(story, first).size() == 2 && ready(story) == 2);

    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void whileOneIsFreeNothingIsTaken() {
    Story story = withGpus(3, onGpus(1, 2, ScarcityPolicy.REPLACE, null, HALF));
    String first = story.stable();

    story.edit(onGpus(2, 2, ScarcityPolicy.REPLACE, null, HALF)).until("Stepping 1");
    assertThat(uids(story, first)).hasSize(2);
    assertThat(rolloutStatus(story).message()).doesNotContain("warm");
    story.untilReady();

    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void unlessTheSpecSaysSoTheNewVersionWaits() {
    Story story = withGpus(2, onGpus(1, 2, ScarcityPolicy.WAIT, null));
    String first = story.stable();

    story.edit(onGpus(2, 2, ScarcityPolicy.WAIT, null)).untilStalled().seconds(60);

    assertThat(story.words(ConditionType.STALLED)).contains("Unschedulable", "nvidia.com/gpu");
    assertThat(uids(story, first)).hasSize(2);
    assertThat(story.holds(ConditionType.AVAILABLE)).isTrue();
  }

  private static Story withGpus(int gpus, ModelDeploymentSpec spec) {
    Story story = Story.of(spec);
    story.scheduler.gpus = gpus;
    return story.untilReady();
  }

  private static int ready(Story story) {
    return (int)
        story.cluster.pods.stream().filter(pod -> pod.ready && !pod.isTerminating()).count();
  }

  private static int weight(Story story) {
    String desired = Trials.traffic(story).desired();
    return desired == null || !story.state().startsWith("Promoting Scaling")
        ? 0
        : Integer.parseInt(desired.replace("%", ""));
  }

  private static int candidatesPart(Story story) {
    return (int) (25 * candidatePods(story));
  }

  private static ModelDeploymentSpec onGpus(
      int version, int replicas, ScarcityPolicy policy, @Nullable Bake bake, RolloutStep... steps) {
    Rollout rollout =
        new Rollout(
            null,
            List.of(steps),
            List.of(),
            InconclusivePolicy.PAUSE,
            UnavailableStablePolicy.SKIP_STEPS,
            policy,
            "10m",
            bake,
            null);
    return new ModelDeploymentSpec(
        StoriesTest.version(version, replicas).model(),
        replicas,
        null,
        new Gpu(1, Gpu.DEFAULT_RESOURCE_NAME, null, Map.of(), List.of(), GpuPolicy.REQUIRED),
        null,
        null,
        rollout,
        null);
  }
}
