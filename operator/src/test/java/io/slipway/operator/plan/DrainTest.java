package io.slipway.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.slipway.operator.observe.OperatorSettings.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainTest {

  /** Where the silent pod is a ready endpoint. */
  private enum Led {
    BY_ITS_OWN_NAME,
    BY_THE_ENTRY_SERVICE,
    BY_NOTHING
  }

  @Test
  void aPodThatIsNotReadyAndSilentMayGoOnceNothingLeadsToIt() {
    assertThat(justBegun().isOver(silent(Led.BY_NOTHING))).isTrue();
  }

  @Test
  void whatIsKnownOfAPodMayBeOldAndAServiceThatHasItIsBelieved() {
    assertThat(justBegun().isOver(silent(Led.BY_ITS_OWN_NAME))).isFalse();
    assertThat(justBegun().isOver(silent(Led.BY_THE_ENTRY_SERVICE))).isFalse();
    assertThat(
            new Drain(Timing.DEFAULT, Duration.ofSeconds(30)).isOver(silent(Led.BY_ITS_OWN_NAME)))
        .as("after the time for pods that say nothing")
        .isTrue();
  }

  private static Drain justBegun() {
    return new Drain(Timing.DEFAULT, Duration.ofSeconds(1));
  }

  private static RevisionFacts silent(Led led) {
    PodFacts pod =
        new PodFacts(
            new PodBuilder().build(),
            false,
            led == Led.BY_ITS_OWN_NAME,
            led == Led.BY_THE_ENTRY_SERVICE,
            Optional.empty(),
            Optional.empty());
    return new RevisionFacts(
        "churn-1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(pod),
        0);
  }
}
