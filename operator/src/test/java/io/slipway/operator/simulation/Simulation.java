package io.slipway.operator.simulation;

import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Many schedules, each from its seed, on all processors. */
final class Simulation {

  private final Function<Observation, Plan> planner;

  Simulation(Function<Observation, Plan> planner) {
    this.planner = planner;
  }

  /**
   * A schedule in which a rule does not hold.
   *
   * @param shrunk the shortest that was found in which the same rule does not hold
   * @param violation what does not hold in that
   */
  record Failure(long seed, Schedule schedule, Schedule shrunk, Violation violation) {

    @Override
    public String toString() {
      return "%s%nseed %d, %d actions of which %d are needed:%n%s%nall of it: dev/simulate --seed %d"
          .formatted(
              violation.getMessage(), seed, schedule.size(), shrunk.size(), shrunk.text(), seed);
    }
  }

  /** The seeds, of these, with which a rule does not hold; in their order. */
  List<Long> failing(long from, long count) {
    return LongStream.range(from, from + count)
        .parallel()
        .filter(seed -> Run.of(Schedule.of(seed), planner).isPresent())
        .boxed()
        .toList();
  }

  /** What does not hold with that seed, as short as it can be told. */
  Optional<Failure> failure(long seed) {
    Schedule schedule = Schedule.of(seed);
    return Run.of(schedule, planner).map(violation -> shrunk(seed, schedule, violation));
  }

  private Failure shrunk(long seed, Schedule schedule, Violation violation) {
    Shrinker shrinker =
        new Shrinker(
            shorter ->
                Run.of(shorter, planner)
                    .filter(other -> other.rule() == violation.rule())
                    .isPresent());
    Schedule shrunk = shrinker.shrink(schedule);
    return new Failure(seed, schedule, shrunk, Run.of(shrunk, planner).orElseThrow());
  }
}
