package io.slipway.operator.simulation;

import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.CustomRuntime;
import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.api.v1alpha1.ScarcityPolicy;
import io.slipway.api.v1alpha1.Shadow;
import io.slipway.api.v1alpha1.TrafficStatus;
import io.slipway.api.v1alpha1.UnavailableStablePolicy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rollouts to tell stories of, and what the stories ask about them. */
final class Trials {

  static final RolloutStep ONE = new RolloutStep("1%", "5s", 0, "5m", null);
  static final RolloutStep QUARTER = new RolloutStep("25%", "5s", 20, "5m", null);
  static final RolloutStep HALF = new RolloutStep("50%", "5s", 20, "5m", null);
  static final RolloutStep ASKED = new RolloutStep("50%", "5s", 20, "5m", PauseType.APPROVAL);

  private Trials() {}

  static RolloutStatus rolloutStatus(Story story) {
    return Objects.requireNonNull(story.status().orElseThrow().rollout());
  }

  static HandledAction handled(Story story) {
    return Objects.requireNonNull(story.status().orElseThrow().lastHandledAction());
  }

  static TrafficStatus traffic(Story story) {
    return Objects.requireNonNull(story.status().orElseThrow().traffic());
  }

  static String candidate(Story story) {
    return Objects.requireNonNull(story.status().orElseThrow().candidate()).revision();
  }

  static long candidatePods(Story story) {
    return story.cluster.pods.stream()
        .filter(pod -> !pod.isTerminating() && !pod.revision.equals(story.stable()))
        .count();
  }

  static List<String> uids(Story story, String revision) {
    return story.cluster.pods.stream()
        .filter(pod -> pod.revision.equals(revision) && !pod.isTerminating())
        .map(pod -> pod.uid)
        .sorted()
        .toList();
  }

  static Rollout steps(RolloutStep... steps) {
    return rollout(null, InconclusivePolicy.PAUSE, steps);
  }

  static Rollout rollout(@Nullable Shadow shadow, InconclusivePolicy policy, RolloutStep... steps) {
    return rollout(shadow, policy, "10m", null, steps);
  }

  static Rollout rollout(
      @Nullable Shadow shadow,
      InconclusivePolicy policy,
      String deadline,
      @Nullable Bake bake,
      RolloutStep... steps) {
    return new Rollout(
        shadow,
        List.of(steps),
        List.of(),
        policy,
        UnavailableStablePolicy.SKIP_STEPS,
        ScarcityPolicy.WAIT,
        deadline,
        bake,
        null);
  }

  static Rollout baked(String duration) {
    return rollout(null, InconclusivePolicy.PAUSE, "10m", new Bake(duration), HALF);
  }

  static Rollout deadline(String deadline, RolloutStep... steps) {
    return rollout(null, InconclusivePolicy.PAUSE, deadline, null, steps);
  }

  static ModelDeploymentSpec v(int version, Rollout rollout) {
    return v(version, 2, rollout);
  }

  static ModelDeploymentSpec v(int version, int replicas, Rollout rollout) {
    ModelDeploymentSpec spec = StoriesTest.version(version, replicas);
    return new ModelDeploymentSpec(spec.model(), replicas, null, null, null, null, rollout, null);
  }

  static ModelDeploymentSpec custom(int version) {
    ModelDeploymentSpec spec = StoriesTest.version(version, 2);
    return new ModelDeploymentSpec(
        spec.model(),
        2,
        null,
        null,
        new CustomRuntime("team/server:1", List.of()),
        null,
        null,
        null);
  }
}
