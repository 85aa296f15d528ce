package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.e2e.KillPlan.Kill;
import io.slipway.e2e.KillPlan.Victim;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KillPlanTest {

  @Test
  void theSameSeedKillsTheSameAtTheSameMoments() {
    assertThat(plan(7).kills()).isEqualTo(plan(7).kills());
    assertThat(plan(7).kills()).isNotEqualTo(plan(8).kills());
  }

  @Test
  void asManyAreKilledAsWasAskedFor() {
    List<Victim> victims = plan(1).kills().stream().map(Kill::victim).toList();

    assertThat(victims).filteredOn(victim -> victim == Victim.PLAN).hasSize(2);
    assertThat(victims).filteredOn(victim -> victim == Victim.SCORE).hasSize(12);
    assertThat(victims).filteredOn(victim -> victim == Victim.PUBLISH).hasSize(3);
    assertThat(victims).filteredOn(victim -> victim == Victim.OPERATOR).hasSize(3);
    assertThat(victims).filteredOn(victim -> victim == Victim.DATABASE).hasSize(2);
  }

  @Test
  void phasesOfTheRunComeOneAfterTheOtherAndTheDatabaseIsOfTheLast() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(
              plan(seed).kills().stream()
                  .map(Kill::victim)
                  .filter(Victim::isOfOnePhase)
                  .map(victim -> victim == Victim.DATABASE ? Victim.PUBLISH : victim))
          .as("seed " + seed)
          .isSorted();
    }
  }

  @Test
  void theOperatorDiesInEveryPhaseOfSomeRun() {
    Set<Victim> after = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      List<Kill> kills = plan(seed).kills();
      for (int i = 1; i < kills.size(); i++) {
        if (kills.get(i).victim() == Victim.OPERATOR) {
          after.add(kills.get(i - 1).victim());
        }
      }
    }

    assertThat(after).contains(Victim.PLAN, Victim.SCORE, Victim.PUBLISH);
  }

  @Test
  void nobodyIsLeftAloneForLongerThanItMayTake() {
    assertThat(LongStream.range(0, 50).boxed().flatMap(seed -> plan(seed).kills().stream()))
        .allSatisfy(
            kill -> assertThat(kill.after()).isBetween(Duration.ZERO, kill.victim().patience()))
        .anySatisfy(kill -> assertThat(kill.after()).isLessThan(Duration.ofMillis(300)))
        .anySatisfy(kill -> assertThat(kill.after()).isGreaterThan(Duration.ofMillis(2000)));
  }

  @Test
  void everyOneOfSeveralCanBePicked() {
    List<Integer> splits = List.of(0, 1, 2, 3);

    assertThat(LongStream.range(0, 20).boxed().flatMap(seed -> plan(seed).kills().stream()))
        .extracting(kill -> kill.of(splits))
        .containsAll(splits);
  }

  private static KillPlan plan(long seed) {
    return new KillPlan(seed, 2, 12, 3, 3, 2);
  }
}
