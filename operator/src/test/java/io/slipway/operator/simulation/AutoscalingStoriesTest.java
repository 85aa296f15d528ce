package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.Trials.candidate;
import static io.slipway.operator.simulation.Trials.rollout;
import static io.slipway.operator.simulation.Trials.steps;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.CustomRuntime;
import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.GpuPolicy;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.operator.desired.PodAutoscaler;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a model's size when an autoscaler goes by what its pods use. */
class AutoscalingStoriesTest {

  static final Autoscaling ONE_TO_TWELVE = new Autoscaling(1, 12, 80);
  private static final RolloutStep QUARTER = new RolloutStep("25%", "90s", 0, "5m", null);
  private static final RolloutStep HALF = new RolloutStep("50%", "90s", 0, "5m", null);
  static final RolloutStep ASKED = new RolloutStep("50%", "5s", 0, "5m", PauseType.APPROVAL);

  /** Longer than a minimum is held after callers are back at one revision. */
  private static final int AFTERWARDS = 200;

  @Test
  void theFirstVersionStartsAtTheMinimumAndGrowsWithoutAWriteOfTheOperators() {
    Story story = Story.of(v(1, new Autoscaling(2, 6, 70), Rollout.NONE)).untilReady();

    assertThat(size(story, story.stable())).isEqualTo(2);
    HorizontalPodAutoscaler autoscaler = autoscaler(story);
    assertThat(autoscaler.getMetadata().getName()).isEqualTo("churn");
    assertThat(target(story)).isEqualTo(story.stable());
    assertThat(autoscaler.getSpec().getMinReplicas()).isEqualTo(2);
    assertThat(autoscaler.getSpec().getMaxReplicas()).isEqualTo(6);
    assertThat(autoscaler.getSpec().getBehavior()).isNull();
    assertThat(autoscaler.getSpec().getMetrics())
        .singleElement()
        .satisfies(
            metric -> {
              assertThat(metric.getResource().getName()).isEqualTo("cpu");
              assertThat(metric.getResource().getTarget().getAverageUtilization()).isEqualTo(70);
            });

    story.autoscaler.demand = 9;
    for (int i = 0; i < 30; i++) {
      story.world();
      assertThat(story.plan().steps())
          .as("writes while it grows, but for telling new pods of the traffic")
          .noneMatch(step -> step instanceof Step.Apply || step instanceof Step.Delete);
      story.look();
      assertThat(story.ready()).as("Ready while it grows").isTrue();
    }
    assertThat(size(story, story.stable())).isEqualTo(6);
  }

  @Test
  void aSizeThatTheAutoscalerHasNotSetYetOutlivesAWriteOfTheDeployment() {
    Story story = Story.of(v(1, new Autoscaling(3, 6, 80), Rollout.NONE)).untilReady();
    Deployment before = deployment(story, story.stable());
    assertThat(ToyReplicas.isOursAlone(before)).isTrue();

    story.cluster.put(harmed(before));
    story.second();

    Deployment after = deployment(story, story.stable());
    assertThat(after.getSpec().getRevisionHistoryLimit()).isEqualTo(1);
    assertThat(after.getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void aSizeThatTheAutoscalerHasSetIsLeftToItFromThenOn() {
    Story story = Story.of(v(1, new Autoscaling(3, 6, 80), Rollout.NONE)).untilReady();
    story.autoscaler.demand = 5;
    story.seconds(5);

    story.cluster.put(harmed(deployment(story, story.stable())));
    assertThat(written(story, story.stable()).getSpec().getReplicas()).isNull();
    story.second();

    Deployment after = deployment(story, story.stable());
    assertThat(after.getSpec().getRevisionHistoryLimit()).isEqualTo(1);
    assertThat(after.getSpec().getReplicas()).isEqualTo(5);
    assertThat(story.plan().steps()).isEmpty();
  }

  @Test
  void aSizeBelowTheMinimumIsPutRightWithoutTheAutoscaler() {
    Story story = Story.of(v(1, new Autoscaling(2, 6, 80), Rollout.NONE)).untilReady();

    story.cluster.put(ToyReplicas.scaled(deployment(story, story.stable()), 0));
    story.look();

    assertThat(size(story, story.stable())).isEqualTo(2);
  }

  @Test
  void growingInTheMiddleOfARolloutTheCandidateGrowsAlongAndNeitherShrinks() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(QUARTER, ASKED)));
    story.autoscaler.demand = 3;
    story.untilReady().until(() -> size(story, story.stable()) == 3);
    String first = story.stable();

    story.edit(v(2, ONE_TO_TWELVE, steps(QUARTER, ASKED))).until("Stepping 1");
    String second = candidate(story);
    assertThat(PodAutoscaler.frozenAt(autoscaler(story))).hasValue(3);
    assertThat(PodAutoscaler.frozenFor(autoscaler(story))).contains(second);
    assertThat(size(story, second)).isEqualTo(1);
    story.until("Paused 2").seconds(90).autoscaler.demand = 20;
    int ofFirst = 0;
    int ofSecond = 0;
    for (int i = 0; i < 30 * 60; i++) {
      story.second();
      assertThat(size(story, first)).isGreaterThanOrEqualTo(ofFirst);
      assertThat(size(story, second)).isGreaterThanOrEqualTo(ofSecond);
      ofFirst = size(story, first);
      ofSecond = size(story, second);
    }
    assertThat(ofFirst).as("half of the callers keep ten busy, all of them the most").isEqualTo(12);
    assertThat(ofSecond).isEqualTo(6);
    assertThat(story.told.getLast()).isEqualTo("Paused 2");
    assertThat(story.plan().steps()).as("writes while it is paused").isEmpty();

    story.act("resume@" + second + "#2;x").untilReady();
    assertThat(size(story, second)).isEqualTo(12);
    assertThat(target(story)).isEqualTo(second);
    assertThat(story.cluster.lost).isZero();

    story.autoscaler.demand = 2;
    story.seconds(AFTERWARDS);
    assertThat(PodAutoscaler.frozenFor(autoscaler(story))).isEmpty();
    assertThat(autoscaler(story).getSpec().getMinReplicas()).isEqualTo(1);
    assertThat(size(story, second)).isEqualTo(2);
    assertThat(story.plan().steps()).isEmpty();
  }

  @Test
  void aCandidateGrowsWithCallersAlsoWhereTheOthersPodsAreEnoughForTheirShare() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(ASKED)));
    story.autoscaler.demand = 4;
    story.untilReady().until(() -> size(story, story.stable()) == 4);
    story.edit(v(2, ONE_TO_TWELVE, steps(ASKED))).until("Paused 1");
    String second = candidate(story);
    assertThat(size(story, second)).isEqualTo(2);

    story.seconds(90).autoscaler.demand = 8;
    story.seconds(AFTERWARDS);

    assertThat(size(story, second)).isEqualTo(4);
    assertThat(size(story, story.stable())).isEqualTo(8);
    story.act("resume@" + second + "#1;x").untilReady();
    assertThat(size(story, second)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"promoted", "rolled back", "cancelled", "at once", "custom"})
  void whoServesNeverHasFewerPodsThanAllCallersNeed(String course) {
    int demand = 6;
    Rollout rollout = course.equals("at once") ? Rollout.NONE : steps(QUARTER, HALF);
    Story story = Story.of(v(1, ONE_TO_TWELVE, rollout));
    story.autoscaler.demand = demand;
    story.untilReady().until(() -> size(story, story.stable()) == demand);
    String first = story.stable();

    story.edit(
        course.equals("custom")
            ? custom(v(2, ONE_TO_TWELVE, Rollout.NONE))
            : v(2, ONE_TO_TWELVE, rollout));
    for (int i = 0; i < 900; i++) {
      story.second();
      if (story.told.getLast().equals("Stepping 2")) {
        switch (course) {
          case "rolled back" -> story.cluster.failing.add(candidate(story));
          case "cancelled" -> story.edit(v(1, ONE_TO_TWELVE, rollout));
          default -> {}
        }
      }
      assertThat(size(story, story.stable()))
          .as("pods of %s after %s", story.stable(), story.told)
          .isGreaterThanOrEqualTo(demand);
    }

    boolean back = List.of("rolled back", "cancelled").contains(course);
    assertThat(story.stable().equals(first)).isEqualTo(back);
    assertThat(target(story)).isEqualTo(story.stable());
    assertThat(PodAutoscaler.frozenFor(autoscaler(story))).isEmpty();
    assertThat(autoscaler(story).getSpec().getMinReplicas()).isEqualTo(1);
    assertThat(story.cluster.lost).isZero();
    assertThat(story.plan().steps()).isEmpty();
  }

  @Test
  void whileBakingThePreviousRevisionIsAsLargeAsTheNewOneAndCanTakeItsCallersBack() {
    Rollout baked = rollout(null, InconclusivePolicy.PAUSE, "10m", new Bake("20m"), HALF);
    Story story = Story.of(v(1, ONE_TO_TWELVE, baked));
    story.autoscaler.demand = 4;
    story.untilReady().until(() -> size(story, story.stable()) == 4);
    String first = story.stable();
    story.edit(v(2, ONE_TO_TWELVE, baked)).until("Baking");
    assertThat(size(story, first)).isEqualTo(4);

    story.autoscaler.demand = 7;
    story.seconds(AFTERWARDS);
    assertThat(size(story, story.stable())).isEqualTo(7);
    assertThat(size(story, first)).isEqualTo(7);
    assertThat(target(story)).isEqualTo(story.stable());

    story.edit(v(1, ONE_TO_TWELVE, baked)).untilReady();
    assertThat(story.stable()).isEqualTo(first);
    assertThat(size(story, first)).isEqualTo(7);
    assertThat(target(story)).isEqualTo(first);
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void switchedOffItHasTheSpecsSizeAndSwitchedOnItGoesOnFromThere() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, Rollout.NONE));
    story.autoscaler.demand = 5;
    story.untilReady().until(() -> size(story, story.stable()) == 5);

    story.edit(v(1, null, Rollout.NONE)).untilReady();
    assertThat(story.autoscaler.object()).isEmpty();
    assertThat(size(story, story.stable())).isEqualTo(2);
    assertThat(ToyReplicas.isOursAlone(deployment(story, story.stable()))).isTrue();
    assertThat(story.plan().steps()).isEmpty();

    story.autoscaler.demand = 2;
    story.edit(v(1, ONE_TO_TWELVE, Rollout.NONE)).untilReady();
    assertThat(target(story)).isEqualTo(story.stable());
    assertThat(size(story, story.stable())).isEqualTo(2);
    story.autoscaler.demand = 4;
    assertThat(size(story.seconds(3), story.stable())).isEqualTo(4);
  }

  @Test
  void switchedOnAndOffInTheMiddleOfARolloutNobodyShrinksBelowTheSpec() {
    Story story = Story.of(v(1, null, steps(ASKED))).untilReady();
    String first = story.stable();
    story.edit(v(2, null, steps(ASKED))).until("Paused 1");

    story.edit(v(2, ONE_TO_TWELVE, steps(ASKED))).seconds(5);
    assertThat(target(story)).isEqualTo(first);
    assertThat(PodAutoscaler.frozenAt(autoscaler(story))).hasValue(2);
    story.edit(v(2, null, steps(ASKED))).seconds(5);
    assertThat(story.autoscaler.object()).isEmpty();
    assertThat(size(story, first)).isEqualTo(2);

    story.act("resume@" + candidate(story) + "#1;x").untilReady();
    assertThat(size(story, story.stable())).isEqualTo(2);
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void anAutoscalerThatSomebodyDeletesIsMadeAgainAsItWas() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(ASKED)));
    story.autoscaler.demand = 4;
    story.untilReady().until(() -> size(story, story.stable()) == 4);
    story.edit(v(2, ONE_TO_TWELVE, steps(ASKED))).until("Paused 1").seconds(90);
    HorizontalPodAutoscaler before = autoscaler(story);

    story.cluster.objects.remove(ObjectKey.of(before));
    story.look();

    assertThat(autoscaler(story).getSpec()).isEqualTo(before.getSpec());
    assertThat(PodAutoscaler.frozenAt(autoscaler(story))).hasValue(4);
    assertThat(size(story, story.stable())).isEqualTo(4);
  }

  @Test
  void bothBoundsMayMoveWhileItIsHeld() {
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(ASKED)));
    story.autoscaler.demand = 6;
    story.untilReady().until(() -> size(story, story.stable()) == 6);
    story.edit(v(2, ONE_TO_TWELVE, steps(ASKED))).until("Paused 1");
    String second = candidate(story);

    story.edit(v(2, new Autoscaling(8, 12, 80), steps(ASKED))).seconds(3);
    assertThat(size(story, story.stable())).isEqualTo(8);
    assertThat(size(story, second)).isEqualTo(4);

    story.edit(v(2, new Autoscaling(1, 4, 80), steps(ASKED))).seconds(3);
    assertThat(autoscaler(story).getSpec().getMinReplicas()).isEqualTo(4);
    assertThat(size(story, story.stable())).isEqualTo(4);
    assertThat(size(story, second)).isEqualTo(2);
  }

  @Test
  void anAutoscalerThatCannotMeasureIsToldAndStallsNothing() {
    Story story = Story.of(v(1, new Autoscaling(2, 6, 80), Rollout.NONE));
    story.autoscaler.hasMetrics = false;
    story.untilReady().seconds(60);
    assertThat(story.words(ConditionType.READY)).doesNotContain("FailedGetResourceMetric");

    story.seconds(90);
    assertThat(story.ready()).isTrue();
    assertThat(story.words(ConditionType.READY))
        .startsWith("Serving: " + story.stable() + " serves; ")
        .contains("FailedGetResourceMetric: the HPA was unable");
    assertThat(story.holds(ConditionType.STALLED)).isFalse();
    assertThat(size(story, story.stable())).isEqualTo(2);

    story.autoscaler.hasMetrics = true;
    story.seconds(3);
    assertThat(story.words(ConditionType.READY))
        .isEqualTo("Serving: " + story.stable() + " serves");
  }

  @Test
  void podsAboveTheMinimumThatNoNodeTakesAreToldAndStallNothing() {
    Story story = Story.of(v(1, new Autoscaling(2, 6, 80), Rollout.NONE)).untilReady();

    story.fate(Fates.unschedulable("0/2 nodes: Insufficient cpu")).autoscaler.demand = 4;
    story.seconds(30);

    assertThat(story.ready()).isTrue();
    assertThat(story.words(ConditionType.READY))
        .contains("2 of 4 pods are ready")
        .endsWith("Insufficient cpu");
  }

  @Test
  void onCpusForWantOfGpusItGoesByThePodsThatAnswer() {
    ModelDeploymentSpec spec = onGpu(v(1, ONE_TO_TWELVE, Rollout.NONE));
    Story story =
        Story.of(spec)
            .fate(
                Fates.only(
                    ToyPod::hasGpu, Fates.unschedulable("0/2 nodes: Insufficient nvidia.com/gpu")));
    story.autoscaler.demand = 3;
    story.until(() -> story.cluster.list(Deployment.class).size() == 2).untilReady().seconds(5);

    assertThat(target(story)).isEqualTo(story.stable() + "-cpu");
    assertThat(size(story, story.stable() + "-cpu")).isEqualTo(3);
    assertThat(size(story, story.stable())).isEqualTo(3);

    story.cluster.pods.forEach(pod -> pod.scheduled = null);
    story.fate(pod -> {}).until(() -> story.cluster.list(Deployment.class).size() == 1);
    assertThat(target(story)).isEqualTo(story.stable());
    assertThat(size(story, story.stable())).isEqualTo(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverIsAskedOfItMeanwhileNoMinimumIsUndercutAndItComesToRest(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Story story = Story.of(v(1, ONE_TO_TWELVE, steps(QUARTER, HALF))).untilReady();
    for (int i = 0; i < 1000; i++) {
      if (random.nextInt(20) == 0) {
        story.autoscaler.demand = 1 + random.nextInt(14);
      }
      if (random.nextInt(120) == 0) {
        Autoscaling bounds = random.nextInt(6) == 0 ? null : ONE_TO_TWELVE;
        Rollout rollout = random.nextInt(4) == 0 ? Rollout.NONE : steps(QUARTER, HALF);
        story.edit(v(1 + random.nextInt(3), bounds, rollout));
      }
      story.second();
      assertThat(size(story, story.stable()))
          .as("pods of the stable revision after %s", story.told)
          .isGreaterThanOrEqualTo(
              story.autoscaler.object().map(it -> it.getSpec().getMinReplicas()).orElse(1));
    }
    story.edit(v(2, ONE_TO_TWELVE, steps(HALF))).untilReady();
    story.autoscaler.demand = 3;
    story.seconds(300);

    assertThat(size(story, story.stable())).isEqualTo(3);
    assertThat(target(story)).isEqualTo(story.stable());
    assertThat(story.cluster.lost).isZero();
    assertThat(story.plan().steps()).isEmpty();
    assertThat(story.plan().status()).isEmpty();
  }

  private static HorizontalPodAutoscaler autoscaler(Story story) {
    return story.autoscaler.object().orElseThrow();
  }

  private static String target(Story story) {
    return autoscaler(story).getSpec().getScaleTargetRef().getName();
  }

  static int size(Story story, String deployment) {
    return deployment(story, deployment).getSpec().getReplicas();
  }

  static Deployment deployment(Story story, String name) {
    return (Deployment)
        Objects.requireNonNull(
            story.cluster.objects.get(new ObjectKey("Deployment", name)), name + " is gone");
  }

  /** Somebody changes something that is wanted, and nothing about its size. */
  private static Deployment harmed(Deployment live) {
    return new DeploymentBuilder(live).editSpec().withRevisionHistoryLimit(7).endSpec().build();
  }

  private static Deployment written(Story story, String name) {
    Optional<Deployment> written =
        story.plan().steps().stream()
            .filter(Step.Apply.class::isInstance)
            .map(step -> ((Step.Apply) step).object())
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .filter(object -> object.getMetadata().getName().equals(name))
            .findFirst();
    return written.orElseThrow();
  }

  static ModelDeploymentSpec v(int version, @Nullable Autoscaling autoscaling, Rollout rollout) {
    return new ModelDeploymentSpec(
        StoriesTest.version(version, 2).model(), 2, null, null, null, null, rollout, autoscaling);
  }

  private static ModelDeploymentSpec onGpu(ModelDeploymentSpec spec) {
    return new ModelDeploymentSpec(
        spec.model(),
        spec.replicas(),
        null,
        new Gpu(1, Gpu.DEFAULT_RESOURCE_NAME, null, Map.of(), List.of(), GpuPolicy.PREFERRED),
        null,
        null,
        spec.rollout(),
        spec.autoscaling());
  }

  private static ModelDeploymentSpec custom(ModelDeploymentSpec spec) {
    return new ModelDeploymentSpec(
        spec.model(),
        spec.replicas(),
        null,
        null,
        new CustomRuntime("team/server:1", List.of()),
        null,
        spec.rollout(),
        spec.autoscaling());
  }
}
