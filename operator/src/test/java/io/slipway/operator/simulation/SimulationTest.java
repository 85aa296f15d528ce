package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Very many schedules. One that fails is told as short as it can be, with the seed that {@code
 * dev/simulate --seed} shows the whole of.
 */
class SimulationTest {

  /**
   * Of an ordinary build; {@code -Dslipway.seeds=N} for others, ten times as many in a long one.
   */
  private static final long SEEDS =
      Long.parseLong(
          System.getProperty(
              "slipway.seeds", Boolean.getBoolean("slipway.long") ? "1000000" : "100000"));

  private static final long PORTION = 10_000;
  private static final int TOLD = 3;

  @Test
  void whateverHappensInWhateverOrderTheRulesHoldAndItComesToAnEnd() {
    Simulation simulation = new Simulation(ToyOperator.PLANNER::plan);
    for (long from = 0; from < SEEDS; from += PORTION) {
      List<Long> failing = simulation.failing(from, Math.min(PORTION, SEEDS - from));
      assertThat(failing)
          .as(
              () ->
                  failing.stream()
                      .limit(TOLD)
                      .flatMap(seed -> simulation.failure(seed).stream())
                      .map(Object::toString)
                      .collect(Collectors.joining("\n\n")))
          .isEmpty();
    }
    System.out.printf("%d schedules, 0 violations%n", SEEDS);
  }

  @Test
  void aSeedIsAScheduleForEver() {
    assertThat(LongStream.range(0, 50).mapToObj(Schedule::of).toList())
        .isEqualTo(LongStream.range(0, 50).mapToObj(Schedule::of).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void everythingThatCanGoWrongDoes() {
    List<Action> actions =
        LongStream.range(0, 500)
            .mapToObj(Schedule::of)
            .flatMap(it -> it.actions().stream())
            .toList();

    assertThat(kinds(actions, Object::getClass))
        .containsExactlyInAnyOrder((Object[]) Action.class.getPermittedSubclasses());
    assertThat(kinds(all(actions, Action.Look.class), Action.Look::mishap))
        .containsExactlyInAnyOrder((Object[]) Mishap.values());
    assertThat(kinds(all(actions, Action.Harmed.class), Action.Harmed::harm))
        .containsExactlyInAnyOrder((Object[]) Harm.values());
    assertThat(kinds(all(actions, Action.Meddled.class), Action.Meddled::how))
        .containsExactlyInAnyOrder((Object[]) Meddling.values());
    for (Watch watch : Watch.values()) {
      assertThat(all(actions, Action.Look.class))
          .as("looks")
          .anyMatch(it -> it.lags().contains(watch));
    }
    assertThat(all(actions, Action.Jump.class).stream().map(Action.Jump::seconds))
        .anyMatch(seconds -> seconds > 60)
        .anyMatch(seconds -> seconds < -10);
    assertThat(kinds(all(actions, Action.Edit.class), it -> it.wish().manner()))
        .containsExactlyInAnyOrder((Object[]) Manner.values());
  }

  @Test
  void everyStateOfAVersionChangeIsReached() {
    Set<RolloutState> told = ConcurrentHashMap.newKeySet();
    long violations =
        LongStream.range(0, 1500)
            .parallel()
            .filter(seed -> Run.of(Schedule.of(seed), listening(told)).isPresent())
            .count();

    assertThat(violations).isZero();
    assertThat(told).containsAll(EnumSet.complementOf(EnumSet.of(RolloutState.UNKNOWN)));
  }

  private static Function<Observation, Plan> listening(Set<RolloutState> told) {
    return seen -> {
      Plan plan = ToyOperator.PLANNER.plan(seen);
      plan.status()
          .map(ModelDeploymentStatus::rollout)
          .ifPresent(rollout -> told.add(rollout.state()));
      return plan;
    };
  }

  private static <T> Set<Object> kinds(List<T> all, Function<T, Object> kind) {
    return all.stream().map(kind).collect(Collectors.toCollection(HashSet::new));
  }

  private static <T> List<T> all(List<Action> actions, Class<T> kind) {
    return actions.stream()
        .flatMap(it -> Stream.of(it).filter(kind::isInstance))
        .map(kind::cast)
        .toList();
  }
}
