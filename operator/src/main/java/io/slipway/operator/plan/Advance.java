package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.plan.Decision.Steps;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Leads callers from the stable revision to the next: its pods ready, then everything forwarded to
 * them, then both revisions entered, then the next one alone, and when the old one is quiet the
 * commit.
 *
 * @param stable whom callers are promised
 * @param next whom they are led to
 */
record Advance(Facts facts, RevisionFacts stable, RevisionFacts next) {

  /** What is next. */
  Decision decide() {
    if (facts.entry().isExactly(new Selection.One(next.name()))) {
      return commit();
    }
    if (!stable.hasReadyPods() && !next.hasReadyPods()) {
      return preparing();
    }
    if (facts.entry().isExactly(new Selection.Every())) {
      boolean entered = next.ready().stream().allMatch(PodFacts::inEntrySlices);
      boolean enough = next.isFull(facts.replicas()) || !stable.hasReadyPods();
      Split split = forwarding() ? next.everything() : next.nothing();
      return enough && entered && next.hasReadyPods()
          ? promoting(Steps.NARROWING, "", split, new Selection.One(next.name()))
          : promoting(
              Steps.WIDENING, next.progress(facts.replicas()), split, new Selection.Every());
    }
    if (!stable.hasReadyPods()) {
      // Nobody is served: the first pod that is ready is better than a full set later.
      return promoting(Steps.WIDENING, "", next.everything(), new Selection.Every());
    }
    if (!next.isFull(facts.replicas())
        || !facts.entry().isExactly(new Selection.One(stable.name()))) {
      return preparing();
    }
    return shift();
  }

  private Decision preparing() {
    // Where both are down, whichever comes first is to be found.
    Selection selection =
        facts.entry().isExactly(new Selection.Every())
            ? new Selection.Every()
            : new Selection.One(stable.name());
    return decision(
        RolloutState.PREPARING,
        "",
        next.progress(facts.replicas()),
        next.nothing(),
        selection,
        RevisionFacts.names(List.of(stable, next)));
  }

  /**
   * The next revision is ready: the stable one's pods forward everything, then both are entered.
   */
  private Decision shift() {
    if (!forwarding()) {
      return promoting(Steps.WIDENING, "", next.nothing(), new Selection.Every());
    }
    List<String> behind =
        Stream.concat(
                stable.ready().stream().filter(pod -> !hasShifted(pod) || !reaches(pod)),
                next.ready().stream().filter(pod -> !hasShifted(pod)))
            .map(PodFacts::name)
            .toList();
    return behind.isEmpty()
        ? promoting(Steps.WIDENING, "", next.everything(), new Selection.Every())
        : promoting(
            Steps.SHIFTING,
            "waiting for " + String.join(", ", behind) + " to forward to " + next.name(),
            next.everything(),
            new Selection.One(stable.name()));
  }

  /** Callers enter by the next revision alone: it becomes the stable one when the old is quiet. */
  private Decision commit() {
    Split split = forwarding() || !stable.hasReadyPods() ? next.everything() : next.nothing();
    Selection selection = new Selection.One(next.name());
    if (stable.pods().stream().anyMatch(PodFacts::inEntrySlices)) {
      return promoting(
          Steps.NARROWING,
          "waiting for the pods of " + stable.name() + " to leave the Service",
          split,
          selection);
    }
    if (!next.hasReadyPods() || !Drain.of(facts, RolloutState.PROMOTING).isOver(stable)) {
      return promoting(
          Steps.DRAINING, "waiting for the last callers of " + stable.name(), split, selection);
    }
    return new Decision(
        RolloutState.PROMOTING,
        Steps.DRAINING,
        "",
        Optional.of(next.name()),
        Optional.empty(),
        Optional.of(split),
        Optional.of(selection),
        Set.of(next.name()),
        Set.of());
  }

  private Decision promoting(String step, String message, Split split, Selection selection) {
    // A revision that the spec no longer asks for is finished with, not kept up.
    List<RevisionFacts> kept =
        facts.wanted().filter(next.name()::equals).isPresent()
            ? List.of(stable, next)
            : List.of(stable);
    return decision(
        RolloutState.PROMOTING, step, message, split, selection, RevisionFacts.names(kept));
  }

  private boolean forwarding() {
    return stable.forwardsTo(next);
  }

  private boolean hasShifted(PodFacts pod) {
    return facts.traffic().isFollowed(next.everything(), pod);
  }

  private static boolean reaches(PodFacts pod) {
    return pod.fresh().filter(report -> report.forwardReachable()).isPresent();
  }

  private Decision decision(
      RolloutState state,
      String step,
      String message,
      Split split,
      Selection selection,
      Set<String> deployed) {
    return new Decision(
        state,
        step,
        message,
        facts.stable(),
        Optional.of(next.name()),
        Optional.of(split),
        Optional.of(selection),
        deployed,
        Set.of());
  }
}
