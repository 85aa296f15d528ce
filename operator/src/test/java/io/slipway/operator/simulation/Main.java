package io.slipway.operator.simulation;

import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.util.List;
import java.util.function.Function;

/** What {@code dev/simulate} runs. */
final class Main {

  /** So many failures are told in full. */
  private static final int TOLD = 5;

  private static final long PORTION = 10_000;

  private Main() {}

  /**
   * @param args {@code seeds FIRST COUNT}, or {@code seed N} for one of them
   */
  public static void main(String[] args) {
    Simulation simulation = new Simulation(planner());
    System.exit(
        args[0].equals("seed")
            ? one(simulation, Long.parseLong(args[1]))
            : many(simulation, Long.parseLong(args[1]), Long.parseLong(args[2])));
  }

  private static Function<Observation, Plan> planner() {
    return ToyOperator.PLANNER::plan;
  }

  private static int one(Simulation simulation, long seed) {
    System.out.println(Schedule.of(seed).text());
    var failure = simulation.failure(seed);
    System.out.println(failure.map(Object::toString).orElse("all rules hold"));
    return end(1, failure.isPresent() ? 1 : 0);
  }

  private static int many(Simulation simulation, long first, long count) {
    long violations = 0;
    for (long from = first; from < first + count; from += PORTION) {
      List<Long> failing = simulation.failing(from, Math.min(PORTION, first + count - from));
      failing.stream()
          .limit(Math.max(0, TOLD - violations))
          .forEach(seed -> System.out.println(simulation.failure(seed).orElseThrow() + "\n"));
      violations += failing.size();
      // Apart from what is found, so that a long run can be watched and its output still be read.
      System.err.printf(
          "%d of %d schedules, %d violations%n",
          Math.min(from + PORTION, first + count) - first, count, violations);
    }
    return end(count, violations);
  }

  private static int end(long schedules, long violations) {
    System.out.printf("%d schedules, %d violations%n", schedules, violations);
    return violations == 0 ? 0 : 1;
  }
}
