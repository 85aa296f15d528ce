package io.slipway.operator.crash;

import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What is to be played.
 *
 * @param scenario what a user does
 * @param death what the first operator dies of
 * @param line how operators reach the API server
 * @param mistake what is made of their planners
 */
record Plot(
    Scenario scenario,
    Optional<Death> death,
    Line line,
    UnaryOperator<Function<Observation, Plan>> mistake) {

  /** One in which nothing goes wrong. */
  static Plot of(Scenario scenario) {
    return new Plot(scenario, Optional.empty(), Line.good(), UnaryOperator.identity());
  }

  Plot dying(Death ofWhat) {
    return new Plot(scenario, Optional.of(ofWhat), line, mistake);
  }

  Plot on(Line otherLine) {
    return new Plot(scenario, death, otherLine, mistake);
  }

  Plot with(UnaryOperator<Function<Observation, Plan>> planted) {
    return new Plot(scenario, death, line, planted);
  }

  @Override
  public String toString() {
    return scenario + death.map(it -> ", death " + it).orElse("");
  }
}
