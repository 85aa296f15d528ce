package io.slipway.batch.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.warehouse.SetVersion.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static SetVersion version(long setId, State state, boolean current) {
    return new SetVersion(
        Generation.SET,
        setId,
        Generation.of((int) setId).run(),
        state,
        Counts.NONE,
        Optional.empty(),
        current);
  }

  private static List<Long> superseded(int keep, SetVersion... versions) {
    return Retention.superseded(List.of(versions), keep).stream().map(SetVersion::setId).toList();
  }

  @Test
  void theNewestThatWerePublishedStay() {
    assertThat(
            superseded(
                2,
                version(1, State.PUBLISHED, false),
                version(2, State.PUBLISHED, false),
                version(3, State.PUBLISHED, true)))
        .containsExactly(1L);
  }

  @Test
  void theCurrentOneStaysHoweverOldItIs() {
    assertThat(
            superseded(
                1,
                version(1, State.PUBLISHED, true),
                version(2, State.PUBLISHED, false),
                version(3, State.PUBLISHED, false)))
        .containsExactly(2L);
  }

  @Test
  void whatWaitsToBePublishedTakesNobodysPlaceAndGoesWithThoseAroundIt() {
    assertThat(
            superseded(
                1,
                version(1, State.LOADED, false),
                version(2, State.PUBLISHED, true),
                version(3, State.LOADED, false),
                version(4, State.LOADED, false)))
        .containsExactly(1L);
  }

  @Test
  void whatIsOnItsWayAndWhatIsGoneAreNoMatterOfIt() {
    assertThat(
            superseded(
                1,
                version(1, State.LOADING, false),
                version(2, State.RETIRED, false),
                version(3, State.PUBLISHED, true)))
        .isEmpty();
  }

  @Test
  void atLeastOneIsKept() {
    assertThatThrownBy(() -> superseded(0)).hasMessageContaining("keep one or more");
  }
}
