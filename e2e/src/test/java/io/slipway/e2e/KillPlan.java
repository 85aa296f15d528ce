package io.slipway.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who is killed in a run of offline scoring, in which order and how long after having been seen:
 * all of it from a seed, so that a failure can be had again. Pure.
 *
 * @param seed the same one gives the same kills
 * @param plan how often the pod that plans is killed, and so on for the others; what a Job's one
 *     pod may lose is bounded by its tries
 */
record KillPlan(long seed, int plan, int score, int publish, int operator, int database) {

  /** Who can be killed. */
  enum Victim {
    PLAN(2500),
    SCORE(2500),
    PUBLISH(2500),
    OPERATOR(1000),
    DATABASE(1500);

    private final int patienceMillis;

    Victim(int patienceMillis) {
      this.patienceMillis = patienceMillis;
    }

    /** For so long at most it is left alone: about what a pod needs for what it does. */
    Duration patience() {
      return Duration.ofMillis(patienceMillis);
    }

    /** Whether it is there, or of interest, in one phase of the run alone. */
    boolean isOfOnePhase() {
      return this != OPERATOR;
    }
  }

  /**
   * One kill.
   *
   * @param after how long after the victim was seen
   * @param pick which of several, from 0 to below 1
   */
  record Kill(Victim victim, Duration after, double pick) {

    /** The one of those that there are; in the same order the same one. */
    <T> T of(List<T> candidates) {
      return candidates.get((int) (pick * candidates.size()));
    }
  }

  /**
   * In their order: the phases of a run come one after the other, the database is killed while it
   * is published, the operator anywhere between.
   */
  List<Kill> kills() {
    Random random = new Random(seed);
    List<Victim> victims = new ArrayList<>();
    victims.addAll(Collections.nCopies(plan, Victim.PLAN));
    victims.addAll(Collections.nCopies(score, Victim.SCORE));
    victims.addAll(Collections.nCopies(publish, Victim.PUBLISH));
    for (int i = 0; i < database; i++) {
      // A database matters to who publishes.
      int early = plan + score;
      victims.add(early + random.nextInt(victims.size() - early + 1), Victim.DATABASE);
    }
    for (int i = 0; i < operator; i++) {
      victims.add(random.nextInt(victims.size() + 1), Victim.OPERATOR);
    }
    return victims.stream()
        .map(
            victim ->
                new Kill(
                    victim,
                    Duration.ofMillis(random.nextInt((int) victim.patience().toMillis() + 1)),
                    random.nextDouble()))
        .toList();
  }
}
