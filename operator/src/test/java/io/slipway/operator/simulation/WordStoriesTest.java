package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.Trials.ASKED;
import static io.slipway.operator.simulation.Trials.HALF;
import static io.slipway.operator.simulation.Trials.ONE;
import static io.slipway.operator.simulation.Trials.QUARTER;
import static io.slipway.operator.simulation.Trials.candidate;
import static io.slipway.operator.simulation.Trials.handled;
import static io.slipway.operator.simulation.Trials.rollout;
import static io.slipway.operator.simulation.Trials.rolloutStatus;
import static io.slipway.operator.simulation.Trials.steps;
import static io.slipway.operator.simulation.Trials.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.Shadow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person asks for by the annotation, and what comes of it. */
class WordStoriesTest {

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
}
