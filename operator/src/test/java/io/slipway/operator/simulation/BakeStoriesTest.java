package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.Trials.baked;
import static io.slipway.operator.simulation.Trials.uids;
import static io.slipway.operator.simulation.Trials.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.Rollout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows a promotion while the previous revision is warm, told by the status. */
class BakeStoriesTest {

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
    assertThat(story.status().orElseThrow().checks()).as("what the bake found").isNotEmpty();
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
}
