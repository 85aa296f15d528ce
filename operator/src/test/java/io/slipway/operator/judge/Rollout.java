package io.slipway.operator.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests of a rollout whose weight rises step by step, looked at as often as looks are taken.
 *
 * @param requests between two looks
 * @param stableRate probability of an event
 * @param candidateRate likewise
 * @param weights the steps, each as long as the others
 * @param looks in all
 * @param division how requests are divided
 */
record Rollout(
    int requests,
    double stableRate,
    double candidateRate,
    List<Double> weights,
    int looks,
    Division division) {

  private static final List<Double> STEPS = List.of(0.01, 0.05, 0.1, 0.25, 0.5);

  static Rollout byStep(int requests, double stableRate, double candidateRate) {
    return new Rollout(requests, stableRate, candidateRate, STEPS, 30, Division.EXACT);
  }

  static Rollout atOneWeight(double weight, int looks) {
    return new Rollout(1000, 0.01, 0.01, List.of(weight), looks, Division.EXACT);
  }

  /** What is known at each look: the windows so far, the last of them still growing. */
  List<List<Window>> looks(RandomGenerator random, Outage outage) {
    List<List<Window>> known = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    int current = -1;
    for (int look = 0; look < looks; look++) {
      int step = look * weights.size() / looks;
      if (step != current) {
        windows.add(new Window(0, 0, 0, 0));
        current = step;
      }
      windows.add(windows.removeLast().plus(some(random, weights.get(step), outage.factor(look))));
      known.add(List.copyOf(windows));
    }
    return known;
  }

  private Window some(RandomGenerator random, double weight, double factor) {
    long candidate =
        switch (division) {
          case EXACT -> Math.round(requests * weight);
          case BY_LOT -> Draws.binomial(random, requests, weight);
        };
    long stable = requests - candidate;
    return new Window(
        stable,
        Draws.binomial(random, stable, stableRate * factor),
        candidate,
        Draws.binomial(random, candidate, candidateRate * factor));
  }

  /** The same requests, but looked at more often. */
  Rollout lookedAt(int timesAsOften) {
    return new Rollout(
        requests / timesAsOften,
        stableRate,
        candidateRate,
        weights,
        looks * timesAsOften,
        division);
  }

  Rollout dividedByLot() {
    return new Rollout(requests, stableRate, candidateRate, weights, looks, Division.BY_LOT);
  }

  /** How requests get to a revision. */
  enum Division {
    EXACT,
    BY_LOT
  }

  /** Whether something that both revisions depend on fails for a while. */
  enum Outage {
    NONE,
    /** Five times as many events in looks 9 to 12. */
    OF_A_DEPENDENCY;

    double factor(int look) {
      return this == OF_A_DEPENDENCY && look >= 8 && look < 12 ? 5 : 1;
    }
  }
}
