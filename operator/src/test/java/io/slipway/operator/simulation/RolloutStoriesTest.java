package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.api.v1alpha1.Shadow;
import io.slipway.api.v1alpha1.UnavailableStablePolicy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a candidate goes through on trial, told by the status. */
class RolloutStoriesTest {

  private static final RolloutStep ONE = new RolloutStep("1%", "5s", 0, "5m", null);
  private static final RolloutStep QUARTER = new RolloutStep("25%", "5s", 20, "5m", null);
  private static final RolloutStep HALF = new RolloutStep("50%", "5s", 20, "5m", null);
  private static final RolloutStep ASKED =
      new RolloutStep("50%", "5s", 20, "5m", PauseType.APPROVAL);

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
  void whatWasRolledBackIsNotTriedAgainUntilSomebodySaysSo() {
    Story story = Story.of(v(1, steps(QUARTER))).untilReady();
    story.edit(v(2, steps(QUARTER))).until("Stepping 1");
    String bad = candidate(story);
    story.cluster.failing.add(bad);
    story.until("RolledBack");
    story.cluster.failing.clear();

    story.edit(v(2, 3, steps(HALF))).seconds(30);
    assertThat(story.told.getLast()).isEqualTo("RolledBack");
    assertThat(story.plan().steps()).as("writes while it stays rolled back").isEmpty();

    story.act("retry@" + bad + "#0;1").untilReady();
    assertThat(story.stable()).isEqualTo(bad);
    assertThat(handled(story).outcome()).isEqualTo("trying it again");
    assertThat(story.cluster.lost).isZero();
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
  void aStepWaitsForApproval() {
    Story story = Story.of(v(1, steps(ASKED))).untilReady();
    story.edit(v(2, steps(ASKED))).until("Paused 1").seconds(600);
    assertThat(story.told.getLast()).isEqualTo("Paused 1");
    assertThat(story.words(ConditionType.PAUSED)).startsWith("AwaitingApproval");
    assertThat(story.holds(ConditionType.RECONCILING)).isTrue();
    String candidate = candidate(story);

    story.act("resume@" + candidate + "#7;a").second();
    assertThat(handled(story).outcome()).startsWith("ignored: it is not at step 7");
    story.act("resume@another#1;b").second();
    assertThat(handled(story).outcome()).startsWith("ignored: no version change");
    assertThat(story.told.getLast()).isEqualTo("Paused 1");

    story.act("resume@" + candidate + "#1;c").untilReady();
    assertThat(story.stable()).isEqualTo(candidate);
    assertThat(story.cluster.lost).isZero();
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
  @ValueSource(
      strings = {
        "Preparing",
        "Shadowing",
        "Stepping 1",
        "Stepping 2",
        "Promoting Scaling",
        "Promoting Shifting",
        "Promoting Widening",
        "Promoting Narrowing",
        "Promoting Draining"
      })
  void whereverItIsThePersonWhoAbortsIsHeard(String state) {
    Rollout rollout = rollout(new Shadow(100, 10, "5m"), InconclusivePolicy.PAUSE, QUARTER, HALF);
    Story story = Story.of(v(1, 4, rollout)).untilReady();
    String first = story.stable();
    story.edit(v(2, 4, rollout)).until(state);

    story.act("abort@" + candidate(story) + "#0;x").until("RolledBack");

    assertThat(story.stable()).isEqualTo(first);
    assertThat(story.status().orElseThrow().failedRevisions())
        .extracting(FailedRevision::reason)
        .containsExactly("Aborted");
    assertThat(story.cluster.lost).isZero();
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
  void theOldRevisionStaysWarmAndTheNewOneIsJudged() {
    Rollout baked = baked("30s");
    Story story = Story.of(v(1, baked)).untilReady();
    String first = story.stable();
    List<String> warm = uids(story, first);

    story.edit(v(2, baked)).until("Baking");
    assertThat(story.stable()).isNotEqualTo(first);
    assertThat(uids(story, first)).isEqualTo(warm);
    story.cluster.failing.add(story.stable());
    story.until("RolledBack");

    assertThat(story.stable()).isEqualTo(first);
    assertThat(uids(story, first)).as("pods that were there all the time").isEqualTo(warm);
    assertThat(story.told).contains("Reverting Draining");
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aBakeThatFindsNothingEndsAndTheOldPodsGo() {
    Story story = Story.of(v(1, baked("30s"))).untilReady();
    String first = story.stable();

    story.edit(v(2, baked("30s"))).untilReady();

    assertThat(story.told).contains("Baking", "Baking Draining");
    assertThat(uids(story, first)).isEmpty();
    assertThat(story.cluster.lost).isZero();
    assertThat(story.plan().steps()).isEmpty();
  }

  @Test
  void theOldSpecWhileBakingIsWarmAndNeedsNoSteps() {
    Story story = Story.of(v(1, baked("10m"))).untilReady();
    String first = story.stable();
    List<String> warm = uids(story, first);
    story.edit(v(2, baked("10m"))).until("Baking");
    story.told.clear();

    story.edit(v(1, baked("10m"))).untilReady();

    assertThat(story.stable()).isEqualTo(first);
    assertThat(uids(story, first)).isEqualTo(warm);
    assertThat(story.told).noneMatch(state -> state.startsWith("Stepping"));
    assertThat(story.status().orElseThrow().failedRevisions()).isEmpty();
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aNewSpecWhileBakingEndsTheBake() {
    Story story = Story.of(v(1, baked("10m"))).untilReady();
    story.edit(v(2, baked("10m"))).until("Baking");
    String second = story.stable();

    story.edit(v(3, baked("10m"))).until("Stepping 1");

    assertThat(story.stable()).isEqualTo(second);
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void podsThatFlapAreNoProgress() {
    Rollout short2 = deadline("2m", QUARTER);
    Story story = Story.of(v(1, 2, short2)).untilReady();
    ModelDeploymentSpec next = v(2, 2, short2);

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
  void promoteGoesStraightToAllCallersAndTheStatusSaysWhoseWordItWas() {
    Story story = Story.of(v(1, steps(ONE, ASKED))).untilReady();
    story.edit(v(2, steps(ONE, ASKED))).until("Stepping 1");

    story.act("promote@" + candidate(story) + "#1;x").until("Promoting Draining");

    assertThat(rolloutStatus(story).basis()).isEqualTo("action promote");
    story.untilReady();
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aPersonPausesAndResumes() {
    Story story = Story.of(v(1, steps(QUARTER, HALF))).untilReady();
    story.edit(v(2, steps(QUARTER, HALF))).until("Stepping 1");
    story.act("pause@" + candidate(story) + "#1;x").seconds(300);
    assertThat(story.told.getLast()).isEqualTo("Paused 1");
    assertThat(story.words(ConditionType.PAUSED)).startsWith("PauseRequested");

    story.told.clear();
    story.act("resume@" + candidate(story) + "#1;y").untilReady();
    assertThat(story.told).startsWith("Stepping 1", "Stepping 2");
  }

  @Test
  void aRefreshRollsTheSameModelOutWithTodaysRuntimeOnce() {
    Story story = Story.of(v(1, steps(QUARTER))).untilReady();
    String first = story.stable();

    story.act("refresh@" + first + "#0;x").until("Stepping 1").untilReady();

    String second = story.stable();
    assertThat(second).isNotEqualTo(first);
    assertThat(handled(story).outcome()).contains(second);
    assertThat(story.plan().steps()).isEmpty();
    story.act("refresh@" + second + "#0;y").until("Stepping 1").untilReady();
    assertThat(story.stable()).isNotIn(first, second);
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aSourceIsLookedUpAgainWhenAPersonSaysSo() {
    Story story = Story.of(StoriesTest.source("https://models/1", 2));
    has(story, "1");
    story.untilReady();
    String first = story.stable();
    story.act("resolve@" + first + "#0;x").until(() -> handledNow(story));
    assertThat(handled(story).outcome()).startsWith("the source still has sha256:");
    assertThat(story.stable()).isEqualTo(first);

    has(story, "9");
    story.act("resolve@" + first + "#0;y").until("Preparing").untilReady();

    assertThat(story.stable()).isNotEqualTo(first);
    assertThat(handled(story).outcome()).isEqualTo("the source now has sha256:" + "9".repeat(64));
    assertThat(story.resolvers()).isEmpty();
    assertThat(story.cluster.lost).isZero();
  }

  private static void has(Story story, String digit) {
    story.cluster.resolution =
        pod ->
            Fates.ended(
                0,
                "{\"resolved\":{\"digest\":\"sha256:"
                    + digit.repeat(64)
                    + "\",\"format\":\"ONNX\",\"bytes\":1}}",
                story.cluster.now);
  }

  private static boolean handledNow(Story story) {
    return story.status().orElseThrow().lastHandledAction() != null;
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

  private static RolloutStatus rolloutStatus(Story story) {
    return Objects.requireNonNull(story.status().orElseThrow().rollout());
  }

  private static HandledAction handled(Story story) {
    return Objects.requireNonNull(story.status().orElseThrow().lastHandledAction());
  }

  private static String candidate(Story story) {
    return Objects.requireNonNull(story.status().orElseThrow().candidate()).revision();
  }

  private static long candidatePods(Story story) {
    return story.cluster.pods.stream()
        .filter(pod -> !pod.isTerminating() && !pod.revision.equals(story.stable()))
        .count();
  }

  private static List<String> uids(Story story, String revision) {
    return story.cluster.pods.stream()
        .filter(pod -> pod.revision.equals(revision) && !pod.isTerminating())
        .map(pod -> pod.uid)
        .sorted()
        .toList();
  }

  private static Rollout steps(RolloutStep... steps) {
    return rollout(null, InconclusivePolicy.PAUSE, steps);
  }

  private static Rollout rollout(
      @Nullable Shadow shadow, InconclusivePolicy policy, RolloutStep... steps) {
    return rollout(shadow, policy, "10m", null, steps);
  }

  private static Rollout baked(String duration) {
    return rollout(null, InconclusivePolicy.PAUSE, "10m", new Bake(duration), HALF);
  }

  private static Rollout deadline(String deadline, RolloutStep... steps) {
    return rollout(null, InconclusivePolicy.PAUSE, deadline, null, steps);
  }

  private static Rollout rollout(
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
        deadline,
        bake,
        null);
  }

  private static ModelDeploymentSpec v(int version, Rollout rollout) {
    return v(version, 2, rollout);
  }

  private static ModelDeploymentSpec v(int version, int replicas, Rollout rollout) {
    ModelDeploymentSpec spec = StoriesTest.version(version, replicas);
    return new ModelDeploymentSpec(spec.model(), replicas, null, null, null, null, rollout, null);
  }

  private static ModelDeploymentSpec custom(int version) {
    ModelDeploymentSpec spec = StoriesTest.version(version, 2);
    return new ModelDeploymentSpec(
        spec.model(),
        2,
        null,
        null,
        new io.slipway.api.v1alpha1.CustomRuntime("team/server:1", List.of()),
        null,
        null,
        null);
  }
}
