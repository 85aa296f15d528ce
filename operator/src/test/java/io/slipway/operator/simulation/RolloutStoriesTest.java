package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.Trials.HALF;
import static io.slipway.operator.simulation.Trials.ONE;
import static io.slipway.operator.simulation.Trials.QUARTER;
import static io.slipway.operator.simulation.Trials.candidate;
import static io.slipway.operator.simulation.Trials.candidatePods;
import static io.slipway.operator.simulation.Trials.custom;
import static io.slipway.operator.simulation.Trials.deadline;
import static io.slipway.operator.simulation.Trials.rollout;
import static io.slipway.operator.simulation.Trials.rolloutStatus;
import static io.slipway.operator.simulation.Trials.steps;
import static io.slipway.operator.simulation.Trials.traffic;
import static io.slipway.operator.simulation.Trials.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.api.v1alpha1.Shadow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a candidate goes through on trial, told by the status. */
class RolloutStoriesTest {

  @Test
  void aCandidateGetsCopiesThenSharesThenEverything() {
    Story story = Story.of(v(1, steps(ONE, HALF))).untilReady();
    story.told.clear();

    story
        .edit(v(2, rollout(new Shadow(100, 30, "5m"), InconclusivePolicy.PAUSE, ONE, HALF)))
        .untilReady();

    assertThat(story.told)
        .containsExactly(
            "Preparing",
            "Shadowing",
            "Stepping 1",
            "Stepping 2",
            "Promoting Scaling",
            "Promoting Shifting",
            "Promoting Widening",
            "Promoting Narrowing",
            "Promoting Draining",
            "Stable");
    assertThat(story.cluster.lost).isZero();
    assertThat(story.status().orElseThrow().failedRevisions()).isEmpty();
  }

  @Test
  void theCandidateHasNoMorePodsThanItsShareNeeds() {
    ModelDeploymentSpec four = v(1, 4, steps(QUARTER, HALF));
    Story story = Story.of(four).untilReady();

    story.edit(v(2, 4, steps(QUARTER, HALF))).until("Stepping 1");
    assertThat(candidatePods(story)).isEqualTo(1);

    story.until("Stepping 2").until(() -> candidatePods(story) == 2).untilReady();
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aCandidateThatFailsRequestsIsGoneAndNoCallerNoticed() {
    Story story = Story.of(v(1, steps(QUARTER, HALF))).untilReady();
    String first = story.stable();

    story.edit(v(2, steps(QUARTER, HALF))).until("Stepping 1");
    story.cluster.failing.add(candidate(story));
    story.until("RolledBack");

    assertThat(story.stable()).isEqualTo(first);
    assertThat(story.words(ConditionType.STALLED)).startsWith("RolledBack").contains("odds ratio");
    assertThat(story.holds(ConditionType.AVAILABLE)).isTrue();
    assertThat(story.status().orElseThrow().failedRevisions())
        .extracting(FailedRevision::reason)
        .containsExactly("CheckFailed");
    assertThat(story.status().orElseThrow().checks())
        .extracting(CheckStatus::verdict)
        .containsExactly("Fail");
    assertThat(story.cluster.lost).isZero();
    assertThat(candidatePods(story)).isZero();
    assertThat(story.plan().steps()).isEmpty();
  }

  @Test
  void aNewSpecIsTriedAtOnceAfterARollback() {
    Story story = Story.of(v(1, steps(QUARTER))).untilReady();
    story.edit(v(2, steps(QUARTER))).until("Stepping 1");
    story.cluster.failing.add(candidate(story));
    story.until("RolledBack");

    story.edit(v(3, steps(QUARTER))).untilReady();

    assertThat(story.status().orElseThrow().failedRevisions()).isEmpty();
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aCandidateThatServingPodsCannotReachIsGivenUpAtTheDeadlineAndNotWaitedForForEver() {
    Story story = Story.of(v(1, deadline("1m", QUARTER))).untilReady();
    story.cluster.podsReachEachOther = false;

    story.edit(v(2, deadline("1m", QUARTER))).until("RolledBack");

    assertThat(story.words(ConditionType.STALLED))
        .contains("CandidateUnreachable", "NetworkPolicy", "8080");
    assertThat(story.told).noneMatch(state -> state.startsWith("Stepping"));
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aSwitchThatServingPodsCannotMakeIsStalledAndGoesOnOnceTheyCan() {
    Story story = Story.of(v(1, deadline("1m"))).untilReady();
    story.cluster.podsReachEachOther = false;

    story.edit(v(2, deadline("1m"))).untilStalled();
    assertThat(story.words(ConditionType.STALLED)).startsWith("CandidateUnreachable");
    assertThat(story.holds(ConditionType.AVAILABLE)).isTrue();
    story.cluster.podsReachEachOther = true;
    story.untilReady();

    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void theWeightIsTheCandidatesAndAtRestThereIsNone() {
    Story story = Story.of(v(1, steps(QUARTER, HALF))).untilReady();
    assertThat(traffic(story).desired()).isNull();

    story.edit(v(2, steps(QUARTER, HALF))).until("Stepping 1").second();
    String candidate = candidate(story);
    assertThat(traffic(story).target()).isEqualTo(candidate);
    assertThat(traffic(story).desired()).isEqualTo("25%");
    story.cluster.failing.add(candidate);
    story.until("RollingBack Draining");
    assertThat(traffic(story).target()).isEqualTo(candidate);
    assertThat(traffic(story).desired()).isEqualTo("0%");
    story.until("RolledBack");

    assertThat(traffic(story).target()).isEqualTo(story.stable());
    assertThat(traffic(story).desired()).isNull();
  }

  @Test
  void tooLittleTrafficPausesAndIsNoSuccess() {
    RolloutStep many = new RolloutStep("25%", "5s", 1_000_000, "1m", null);
    Story story = Story.of(v(1, steps(many))).untilReady();

    story.edit(v(2, steps(many))).until("Paused 1");
    assertThat(story.words(ConditionType.PAUSED)).startsWith("Inconclusive").contains("TooLittle");
  }

  @Test
  void tooLittleTrafficPromotesWhereTheSpecSaysSoAndTheStatusTells() {
    RolloutStep many = new RolloutStep("25%", "5s", 1_000_000, "1m", null);
    Story story = Story.of(v(1, steps(many))).untilReady();

    story.edit(v(2, rollout(null, InconclusivePolicy.PROMOTE, many))).until("Promoting Draining");

    assertThat(rolloutStatus(story).basis())
        .isEqualTo("onInconclusive: Promote (TooLittleTraffic)");
  }

  @Test
  void tooLittleTrafficAbortsWhereTheSpecSaysSo() {
    RolloutStep many = new RolloutStep("25%", "5s", 1_000_000, "1m", null);
    Story story = Story.of(v(1, steps(many))).untilReady();

    story.edit(v(2, rollout(null, InconclusivePolicy.ABORT, many))).until("RolledBack");

    assertThat(story.status().orElseThrow().failedRevisions())
        .extracting(FailedRevision::reason)
        .containsExactly("Inconclusive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Preparing", "Stepping 1", "Stepping 2", "Promoting Narrowing"})
  void goingBackIsHealthyWhereverItIs(String state) {
    Story story = Story.of(v(1, steps(QUARTER, HALF))).untilReady();
    String first = story.stable();
    story.edit(v(2, steps(QUARTER, HALF))).until(state).edit(v(1, steps(QUARTER, HALF))).second();
    assertThat(story.told.getLast()).startsWith("Cancelled");

    story.untilReady();

    assertThat(story.stable()).isEqualTo(first);
    assertThat(story.status().orElseThrow().failedRevisions()).isEmpty();
    assertThat(story.cluster.lost).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Preparing", "Stepping 1", "Stepping 2", "Promoting Shifting"})
  void aThirdVersionIsJudgedAgainstTheFirst(String state) {
    Story story = Story.of(v(1, steps(QUARTER, HALF))).untilReady();
    String first = story.stable();
    story.edit(v(2, steps(QUARTER, HALF))).until(state);
    String second = candidate(story);

    story.edit(v(3, steps(QUARTER, HALF))).second();
    assertThat(story.told.getLast()).startsWith("Superseding");
    story.until("Stepping 1");
    assertThat(story.stable()).isEqualTo(first);
    assertThat(story.cluster.pods)
        .noneMatch(pod -> pod.revision.equals(second) && !pod.isTerminating());
    story.untilReady();
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aServerOfAnotherMakeCannotSplitAndNoPodIsMadeForIt() {
    Story story = Story.of(custom(1)).untilReady();

    story.edit(v(2, steps(QUARTER))).untilStalled();

    assertThat(story.words(ConditionType.STALLED)).startsWith("TrafficSplitUnavailable");
    assertThat(candidatePods(story)).isZero();
    assertThat(story.holds(ConditionType.AVAILABLE)).isTrue();

    story.edit(StoriesTest.version(2, 2)).untilReady();
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aStatusThatIsLostCostsNoCallerAndNoJump() {
    Story story = Story.of(v(1, steps(ONE, QUARTER, HALF))).untilReady();
    story.edit(v(2, steps(ONE, QUARTER, HALF))).until("Stepping 2");
    story.told.clear();

    story.cluster.resource.setStatus(null);
    story.untilReady();

    assertThat(story.told).startsWith("Stepping 2", "Stepping 3");
    assertThat(story.cluster.lost).isZero();
  }
}
