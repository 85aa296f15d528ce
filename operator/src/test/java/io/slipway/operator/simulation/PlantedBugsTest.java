package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the simulation can fail: each of these bugs it finds, and tells in a few lines. */
class PlantedBugsTest {

  /** So many schedules are enough to find any of them. */
  private static final long SEEDS = 1000;

  /** So few actions are left of the schedule that found it. */
  private static final int FEW = 8;

  private static final String LINE = "%-26s %-72s %6s %8s %7s";

  /** A bug, and what was found of it. */
  private record Find(PlantedBug bug, Optional<Simulation.Failure> failure) {

    /** A line of the table that is printed. */
    @Override
    public String toString() {
      return failure
          .map(
              it ->
                  LINE.formatted(
                      bug.name(),
                      it.violation().rule(),
                      it.seed(),
                      it.schedule().size(),
                      it.shrunk().size()))
          .orElse(bug.name() + ": not found in " + SEEDS + " schedules");
    }
  }

  @Test
  void everyPlantedBugIsFoundAndToldInAFewLines() {
    var finds = PlantedBug.ALL.parallelStream().map(PlantedBugsTest::find).toList();
    System.out.println(LINE.formatted("planted bug", "rule", "seed", "actions", "needed"));
    finds.forEach(System.out::println);

    assertThat(finds)
        .allSatisfy(
            find ->
                assertThat(find.failure().map(it -> it.shrunk().size()))
                    .as("%s", find)
                    .hasValueSatisfying(size -> assertThat(size).isLessThanOrEqualTo(FEW)));
  }

  @Test
  void thereIsABugForEveryRuleButTheCallers() {
    Set<Rule> broken = EnumSet.noneOf(Rule.class);
    for (PlantedBug bug : PlantedBug.ALL) {
      Stream.of(Rule.values()).filter(bug::breaks).forEach(broken::add);
    }
    // Callers outlast every mistake of an operator that leaves the pods alone.
    assertThat(broken).isEqualTo(EnumSet.complementOf(EnumSet.of(Rule.LOST)));
  }

  private static Find find(PlantedBug bug) {
    var planner = bug.in(ToyOperator.PLANNER::plan);
    return new Find(
        bug,
        LongStream.range(0, SEEDS)
            .filter(
                seed ->
                    Run.of(Schedule.of(seed), planner)
                        .filter(violation -> bug.breaks(violation.rule()))
                        .isPresent())
            .boxed()
            .findFirst()
            .flatMap(seed -> new Simulation(planner).failure(seed)));
  }
}
