package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a version goes through when nothing else happens, told by the status. */
class StoriesTest {

  static final ModelDeploymentSpec V1 = version(1, 2);
  static final ModelDeploymentSpec V2 = version(2, 2);
  static final ModelDeploymentSpec V3 = version(3, 2);

  @Test
  void theFirstVersionIsResolvedStartedAndServed() {
    Story story = Story.of(source("https://models/1", 2)).second();
    assertThat(story.words(ConditionType.AVAILABLE)).startsWith("NeverServed");
    assertThat(story.words(ConditionType.READY)).startsWith("Resolving");

    story.untilReady();

    assertThat(story.told).containsExactly("Resolving", "Preparing", "Stable");
    assertThat(story.holds(ConditionType.AVAILABLE)).isTrue();
    assertThat(story.status().orElseThrow().url()).isEqualTo("http://churn.fraud.svc");
    assertThat(story.resolvers()).as("resolver pods that are left").isEmpty();
    assertThat(story.plan().steps()).isEmpty();
  }

  @Test
  void whatTheFirstPodsComparedIsMountedForThoseThatComeLater() {
    Story story = Story.of(V1).untilReady();
    assertThat(compared(story)).containsOnlyKeys(digest(V1));

    story.edit(V2).until("Promoting Shifting");
    assertThat(compared(story)).containsOnlyKeys(digest(V1), digest(V2));
  }

  private static Map<String, List<Comparison>> compared(Story story) {
    return story.cluster.list(ConfigMap.class).stream()
        .map(map -> TrafficConfigMap.compared(map).models())
        .filter(models -> !models.isEmpty())
        .findFirst()
        .orElseGet(Map::of);
  }

  private static String digest(ModelDeploymentSpec spec) {
    return String.valueOf(spec.model().digest());
  }

  @Test
  void aVersionFollowsAnotherStepByStep() {
    Story story = Story.of(V1).untilReady();
    String first = story.stable();
    story.told.clear();

    story.edit(V2).untilReady();

    assertThat(story.told)
        .containsExactly(
            "Preparing",
            "Promoting Shifting",
            "Promoting Widening",
            "Promoting Narrowing",
            "Promoting Draining",
            "Stable");
    assertThat(story.stable()).isNotEqualTo(first);
    assertThat(story.cluster.lost).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Preparing",
        "Promoting Shifting",
        "Promoting Widening",
        "Promoting Narrowing",
        "Promoting Draining"
      })
  void theOldVersionIsBackAtOnceWhereverTheChangeIs(String step) {
    Story story = Story.of(V1).untilReady();
    String first = story.stable();

    story.edit(V2).until(step).edit(V1).second();
    assertThat(story.stable()).isEqualTo(first);
    assertThat(story.told.getLast()).startsWith("Cancelled");
    assertThat(story.holds(ConditionType.STALLED)).isFalse();
    story.untilReady();

    assertThat(story.stable()).isEqualTo(first);
    assertThat(story.cluster.lost).isZero();
    assertThat(story.until(() -> story.cluster.pods.size() == 2).plan().steps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Preparing", "Promoting Shifting", "Promoting Narrowing"})
  void aThirdVersionTakesTheSecondOnesPlace(String step) {
    Story story = Story.of(V1).untilReady();
    String first = story.stable();

    story.edit(V2).until(step).edit(V3).second();
    assertThat(story.told.getLast()).startsWith("Superseding");
    assertThat(story.stable()).isEqualTo(first);
    story.untilReady();

    assertThat(story.status().orElseThrow().stable())
        .satisfies(stable -> assertThat(stable.digest()).isEqualTo(V3.model().digest()));
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void readyIsFalseInTheVeryWriteThatFirstObservesAGeneration() {
    Story story = Story.of(V1).untilReady();

    story.edit(Trials.v(1, Trials.steps(Trials.HALF))).look();
    assertThat(story.words(ConditionType.READY)).startsWith("Pending");
    assertThat(story.status().orElseThrow().observedGeneration()).isEqualTo(2);
    assertThat(story.ready()).isFalse();

    story.look();
    assertThat(story.ready()).isTrue();
  }

  @Test
  void aLeaderThatANewerOneHasOverruledDoesNothing() {
    Story story = Story.of(V1).untilReady();
    story.edit(V2);
    assertThat(story.plan().steps()).isNotEmpty();

    TrafficPayload ours = story.cluster.mounted().orElseThrow();
    story.cluster.mount(
        new TrafficPayload(
            ours.deployment(),
            ours.epoch() + 1,
            1,
            ours.target(),
            ours.weightBp(),
            0,
            ours.assignment(),
            ours.rollout()));
    story.operator.sync();

    Plan plan = ToyOperator.PLANNER.plan(at(ours.epoch(), story.operator.observe()));
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.status()).isEmpty();
    assertThat(plan.requeueAfter()).isPresent();
  }

  @Test
  void aNameThatSomebodyElseHasStopsItUntilTheyGiveItUp() {
    Story story = Story.of(V1);
    story.operator.refusals =
        List.of(
            new Refusal(
                new ObjectKey("Service", "churn"),
                Refusal.Kind.NAME_TAKEN,
                "Service churn exists and belongs to Helm"));
    story.second();

    assertThat(story.words(ConditionType.STALLED)).startsWith("NameConflict: ").contains("Helm");

    story.operator.refusals = List.of();
    story.second();
    assertThat(story.holds(ConditionType.STALLED)).isFalse();
    story.untilReady();
  }

  @Test
  void somethingThatTheSpecDoesNotReachIsNotTouched() {
    Story story = Story.of(V1).untilReady();

    story.edit(version(1, 3));

    assertThat(story.plan().steps())
        .singleElement()
        .satisfies(
            step ->
                assertThat(((Step.Apply) step).object())
                    .isInstanceOfSatisfying(
                        Deployment.class,
                        it -> assertThat(it.getSpec().getReplicas()).isEqualTo(3)));
  }

  /** As a leader of that epoch sees it, who has not heard of another. */
  private static Observation at(long epoch, Observation seen) {
    return new Observation(
        seen.now(),
        epoch,
        seen.settings(),
        seen.resource(),
        seen.owned(),
        seen.reports(),
        seen.mountFailures(),
        seen.measurements(),
        seen.registry(),
        seen.silent(),
        seen.refusals());
  }

  static ModelDeploymentSpec version(int version, int replicas) {
    return new ModelDeploymentSpec(
        new ModelSource(
            null,
            "https://models/" + version,
            "sha256:" + Integer.toString(version).repeat(64),
            null,
            null),
        replicas,
        null,
        null,
        null,
        null);
  }

  static ModelDeploymentSpec source(String uri, int replicas) {
    return new ModelDeploymentSpec(
        new ModelSource(null, uri, null, null, null), replicas, null, null, null, null);
  }
}
