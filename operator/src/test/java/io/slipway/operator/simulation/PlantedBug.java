package io.slipway.operator.simulation;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A planner that breaks a rule, each as by one line that somebody might have written.
 *
 * @param name what it does
 * @param bug makes a planner one that has it
 * @param rules what it breaks
 */
record PlantedBug(
    String name,
    Function<Function<Observation, Plan>, Function<Observation, Plan>> bug,
    Set<Rule> rules) {

  static final List<PlantedBug> ALL =
      List.of(
          // The entry Service goes from one revision to the next without ever selecting both.
          new PlantedBug("narrows at once", planning(BadPlans::narrowed), Rule.ENTRY),
          // The entry Service is cleared away while a model is looked up.
          new PlantedBug(
              "deletes the entry",
              planning(
                  (plan, seen) ->
                      BadPlans.isIn(plan, RolloutState.RESOLVING)
                          ? BadPlans.deletingEntry(plan, seen)
                          : plan),
              Rule.ENTRY),
          // The candidate is given everything while its pods start.
          new PlantedBug(
              "gives weight without pods",
              planning(
                  (plan, seen) ->
                      BadPlans.isIn(plan, RolloutState.PREPARING)
                          ? BadDocuments.weighing(plan)
                          : plan),
              Rule.WEIGHT),
          // The old pods go while callers still enter by them.
          new PlantedBug(
              "deletes what is entered",
              planning(
                  (plan, seen) ->
                      BadPlans.isAt(plan, "Widening") ? BadPlans.deletingStable(plan, seen) : plan),
              Rule.GOING),
          // Nobody waits for the last callers.
          new PlantedBug("skips the drain", seeing(BadSights::withoutWaits), Rule.GOING),
          // The status promises the candidate before callers enter by it.
          new PlantedBug(
              "commits early",
              planning(
                  (plan, seen) ->
                      BadPlans.isAt(plan, "Widening") ? BadPlans.promisingCandidate(plan) : plan),
              Rule.COMMIT),
          // The superseded candidate keeps its share.
          new PlantedBug(
              "keeps the weight",
              planning(
                  (plan, seen) ->
                      BadPlans.isIn(plan, RolloutState.SUPERSEDING)
                              || BadPlans.isIn(plan, RolloutState.CANCELLED)
                          ? BadDocuments.none(plan)
                          : plan),
              Rule.ABORT),
          // When to look again depends on how often it was asked.
          new PlantedBug("counts its plans", BadPlans::counting, Rule.IDEMPOTENT),
          // The steps of the spec are not taken.
          new PlantedBug("skips the steps", seeing(BadSights::withoutSteps), Rule.EVIDENCE),
          // Time is taken for evidence.
          new PlantedBug("counts no samples", seeing(BadSights::withoutSamples), Rule.EVIDENCE),
          // Another source than the spec's is rolled out.
          new PlantedBug("rolls out another", seeing(BadSights::withAnotherSource), Rule.EVIDENCE),
          // The newest version does not wait until the one before it is gone.
          new PlantedBug("deploys a third", seeing(BadSights::withoutCandidate), Rule.TWO),
          // Documents go to pods, and are nowhere when a pod starts.
          new PlantedBug(
              "pushes without keeping",
              planning((plan, seen) -> BadDocuments.notKept(plan)),
              Rule.DOCUMENTS),
          // Every document has the number of the first one.
          new PlantedBug(
              "counts no documents",
              planning((plan, seen) -> BadDocuments.numbered(plan)),
              Rule.DOCUMENTS),
          // A newer operator's image reaches pods that are there.
          new PlantedBug(
              "renders again",
              planning((plan, seen) -> BadPlans.withNewerImages(plan)),
              Rule.REVISION),
          // Ready stays as it was when the spec changes.
          new PlantedBug("is ready too soon", planning(BadPlans::readyAtOnce), Rule.CONDITIONS),
          // What stalls goes on reconciling.
          new PlantedBug(
              "stalls and reconciles",
              planning((plan, seen) -> BadPlans.reconciling(plan)),
              Rule.CONDITIONS),
          // An object is applied at every look.
          new PlantedBug("is restless", planning(BadPlans::applyingAccount), Rule.REST),
          // The last write of a version change is forgotten.
          new PlantedBug("never commits", planning(BadPlans::withoutCommit), Rule.ENDING),
          // A Service is made when its Deployment is: who is killed between them never makes it.
          new PlantedBug(
              "makes the service once", planning(BadPlans::withoutLateServices), Rule.ENDING),
          // Every pod is expected to answer.
          new PlantedBug("trusts pods to answer", seeing(BadSights::whereAllAnswer), Rule.ERROR));

  private PlantedBug(
      String name,
      Function<Function<Observation, Plan>, Function<Observation, Plan>> bug,
      Rule rule,
      Rule... others) {
    this(name, bug, EnumSet.of(rule, others));
  }

  /** The planner with the bug in it. */
  Function<Observation, Plan> in(Function<Observation, Plan> planner) {
    return bug.apply(planner);
  }

  /** Whether a violation of this rule is what the bug is about. */
  boolean breaks(Rule rule) {
    return rules.contains(rule);
  }

  private static Function<Function<Observation, Plan>, Function<Observation, Plan>> planning(
      BiFunction<Plan, Observation, Plan> mistake) {
    return planner -> seen -> mistake.apply(planner.apply(seen), seen);
  }

  private static Function<Function<Observation, Plan>, Function<Observation, Plan>> seeing(
      UnaryOperator<Observation> mistake) {
    return planner -> seen -> planner.apply(mistake.apply(seen));
  }
}
