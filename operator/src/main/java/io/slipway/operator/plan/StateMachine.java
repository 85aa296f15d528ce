package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.UnavailableStablePolicy;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.plan.Command.Verb;
import io.slipway.operator.plan.Decision.Steps;
import io.slipway.operator.status.Trail;
import io.slipway.operator.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state machine of a version change, one pure function: which revisions have pods, which of
 * them callers are led to, and by what next step.
 *
 * <p>Nothing is remembered in the process. Where a change is, is read from what is there: the
 * status, the entry Service's selector and slices, the traffic document and what pods say they go
 * by.
 *
 * <p>Four moves make all the states. {@link Trial} gives a candidate copies and then shares of
 * callers, {@link Advance} leads all callers from one revision to another, {@link Baking} keeps the
 * way back open, {@link Settle} leads callers to the stable revision and lets every other go. Each
 * does what is next, and says what it waits for.
 */
final class StateMachine {

  /** A pod that is evicted or starts again is back by then. */
  private static final Duration STABLE_IS_GONE = Duration.ofSeconds(30);

  private final Facts facts;
  private final Orders orders;

  private StateMachine(Facts facts) {
    this.orders = Orders.of(facts);
    this.facts = orders.word().equals(Optional.of(Verb.RETRY)) ? facts.anew() : facts;
  }

  /** What is to be so next. */
  static Decision decide(Facts facts) {
    return new StateMachine(facts).decide();
  }

  /** What came of what a person asked for; empty when nobody asked. */
  static Optional<HandledAction> handled(Facts facts) {
    return Orders.of(facts).handled();
  }

  private Decision decide() {
    if (facts.stable().isEmpty()) {
      return launch();
    }
    RevisionFacts stable = facts.revision(facts.stable().get());
    Optional<FailedRevision> failed = orders.failed();
    Trail trail = facts.course().trail().failed(failed);
    Optional<RevisionFacts> carrier = carrierBeside(stable);
    if (!stable.hasReadyPods() && carrier.isPresent()) {
      // Callers depend on it alone, whether or not the spec still asks for it: what has no ready
      // pod cannot take them back, so this change is finished before another one begins.
      return advance(stable, carrier.get()).decide().with(trail);
    }
    return isBaking()
        ? baking(stable, trail).orElseGet(() -> onward(stable, trail))
        : onward(stable, trail);
  }

  /** Towards what the spec asks for. */
  private Decision onward(RevisionFacts stable, Trail trail) {
    Optional<RevisionFacts> candidate =
        facts.wanted().filter(name -> !name.equals(stable.name())).map(facts::revision);
    if (candidate.isEmpty() || !facts.leftovers().isEmpty()) {
      RolloutState leaving = leaving();
      return new Settle(facts, stable, leaving)
          .decide()
          .with(leaving == RolloutState.STABLE ? trail.ended() : trail);
    }
    RevisionFacts next = candidate.get();
    if (trail.gaveUp(next.name())) {
      return giveUp(stable, next, trail);
    }
    boolean known =
        facts.course().leadsTo(next.name()) && facts.course().idOf(next.name()).isPresent();
    Decision decision =
        towards(
            stable,
            next,
            known
                ? trail.seen(next.ready().size(), facts.now())
                : trail.begun(facts.id(next.name()), facts.now()));
    return new Replacement(facts, stable, next).note().map(decision::noting).orElse(decision);
  }

  private Decision towards(RevisionFacts stable, RevisionFacts next, Trail trail) {
    Stages stages = Stages.of(facts.rollout());
    boolean promoting = isPromoting(next);
    boolean lost = isUnderWay(next) && !next.hasReadyPods() && stable.hasReadyPods();
    if (lost && (stages.isEmpty() || promoting)) {
      return stages.isEmpty()
          ? new Settle(facts, stable, RolloutState.REVERTING).decide().with(trail)
          : giveUp(stable, next, trail.failed(Optional.of(lost(next))));
    }
    if (stages.isEmpty()) {
      return Advance.atOnce(facts, stable, next).decide().with(trail);
    }
    if (promoting) {
      return Advance.afterTrial(facts, stable, next).decide().with(trail);
    }
    if (skipsSteps(stable)) {
      return Advance.atOnce(facts, stable, next)
          .decide()
          .with(trail.onTheBasisOf("whenStableUnavailable: SkipSteps"));
    }
    Trial trial = Trial.of(facts, stable, next, stages, orders.word(), trail);
    Optional<Trouble> impossible = trial.impossible();
    if (impossible.isPresent()) {
      return new Settle(facts, stable, RolloutState.PREPARING)
          .decide()
          // Nothing has begun: a name and a time for it would be others at every look.
          .with(trail.ended())
          .with(impossible.get());
    }
    Optional<FailedRevision> failure = trial.failure();
    return failure.isPresent()
        ? giveUp(stable, next, trial.trail().failed(failure))
        : trial.decide();
  }

  /** Weight to nothing, pods away, and not again until somebody says so. */
  private Decision giveUp(RevisionFacts stable, RevisionFacts next, Trail trail) {
    boolean gone = !next.isDeployed();
    Decision decision =
        new Settle(facts, stable, gone ? RolloutState.ROLLED_BACK : RolloutState.ROLLING_BACK)
            .decide();
    return decision.with(gone ? trail.ended() : trail);
  }

  /** While the previous revision is warm; empty when that is no longer so. */
  private Optional<Decision> baking(RevisionFacts stable, Trail trail) {
    List<RevisionFacts> previous = facts.deployedBeside(stable.name());
    if (previous.size() != 1) {
      return Optional.empty();
    }
    RevisionFacts warm = previous.getFirst();
    boolean keepsNew = facts.wanted().equals(Optional.of(stable.name()));
    boolean wantsOld = facts.wanted().equals(Optional.of(warm.name()));
    if (wantsOld && (warm.hasReadyPods() || facts.course().isIn(RolloutState.REVERTING))) {
      return Optional.of(Advance.back(facts, stable, warm).decide().with(trail));
    }
    if (!keepsNew) {
      return Optional.empty();
    }
    Baking baking = Baking.of(facts, stable, warm, trail);
    Optional<FailedRevision> failed =
        trail.failed().or(() -> baking.isOver() ? Optional.empty() : baking.failure());
    if (failed.isPresent()) {
      return Optional.of(
          Advance.back(facts, stable, warm).decide().with(baking.trail().failed(failed)));
    }
    boolean ends = baking.isOver() || orders.word().filter(Verb.PROMOTE::equals).isPresent();
    return Optional.of(
        ends
            ? new Settle(facts, stable, RolloutState.BAKING).decide().with(baking.trail())
            : baking.decide());
  }

  private Advance advance(RevisionFacts from, RevisionFacts to) {
    return facts.course().isIn(RolloutState.REVERTING)
        ? Advance.back(facts, from, to)
        : Advance.atOnce(facts, from, to);
  }

  private boolean isBaking() {
    // A candidate in the status is on its way by a change of its own, which keeps nothing warm.
    return facts.course().isIn(RolloutState.BAKING)
        || (facts.course().isIn(RolloutState.REVERTING) && wasPromoted());
  }

  /** Whether what is being reverted is a promotion, not a candidate that lost its pods. */
  private boolean wasPromoted() {
    Optional<String> stable = facts.stable();
    return stable.flatMap(facts.course()::idOf).isPresent();
  }

  private boolean isPromoting(RevisionFacts next) {
    return (facts.course().leadsTo(next.name()) && facts.course().isIn(RolloutState.PROMOTING))
        || facts.entry().includes(next.name());
  }

  /** Nothing is to be compared with a revision that answers nobody, for longer than a hiccup. */
  private boolean skipsSteps(RevisionFacts stable) {
    return !stable.hasReadyPods()
        && facts.rollout().whenStableUnavailable() == UnavailableStablePolicy.SKIP_STEPS
        && Optional.ofNullable(facts.resource().getStatus())
            .flatMap(status -> status.condition(ConditionType.AVAILABLE))
            .filter(available -> !available.holds())
            .map(available -> Instant.parse(available.lastTransitionTime()))
            .filter(since -> !since.plus(STABLE_IS_GONE).isAfter(facts.now()))
            .isPresent();
  }

  private FailedRevision lost(RevisionFacts next) {
    return Failing.failed(
        facts,
        next.name(),
        Reason.CANDIDATE_LOST,
        "no pod of " + next.name() + " was ready any more while callers were moved to it");
  }

  /** The other revision that callers enter by and that answers them. */
  private Optional<RevisionFacts> carrierBeside(RevisionFacts stable) {
    return facts.deployedBeside(stable.name()).stream()
        .filter(other -> facts.entry().includes(other.name()) && other.hasReadyPods())
        .findFirst();
  }

  private boolean isUnderWay(RevisionFacts candidate) {
    return facts.entry().includes(candidate.name()) || facts.traffic().sendsTo(candidate.name());
  }

  private RolloutState leaving() {
    if (facts.wanted().isEmpty()) {
      return RolloutState.RESOLVING;
    }
    if (!facts.wanted().equals(facts.stable())) {
      return RolloutState.SUPERSEDING;
    }
    if (facts.leftovers().isEmpty()) {
      return RolloutState.STABLE;
    }
    return wasCommitted() ? RolloutState.PROMOTING : RolloutState.CANCELLED;
  }

  /** Whether the leftovers are what a promotion left behind: only its commit has no candidate. */
  private boolean wasCommitted() {
    return facts.course().candidate().isEmpty() && facts.course().isIn(RolloutState.PROMOTING);
  }

  /** The first version: callers have nothing yet, so there is nothing to be careful of. */
  private Decision launch() {
    List<RevisionFacts> left = facts.leftovers();
    if (facts.wanted().isEmpty()) {
      return new Decision(
          RolloutState.RESOLVING,
          left.isEmpty() ? "" : Steps.DRAINING,
          "waiting for the model's digest",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          quiet(left, RolloutState.RESOLVING));
    }
    RevisionFacts first = facts.revision(facts.wanted().get());
    return new Decision(
        left.isEmpty() ? RolloutState.PREPARING : RolloutState.SUPERSEDING,
        left.isEmpty() ? "" : Steps.DRAINING,
        left.isEmpty()
            ? first.progress(facts.replicas())
            : "waiting for the pods of " + String.join(", ", RevisionFacts.names(left)) + " to go",
        Optional.empty(),
        Optional.of(first.name()),
        Optional.of(facts.everything(first)),
        first.hasReadyPods()
            ? Optional.of(new Selection.One(first.name()))
            : facts.entry().selection(),
        left.isEmpty() ? Map.of(first.name(), facts.replicas()) : Map.of(),
        quiet(left, RolloutState.SUPERSEDING));
  }

  /** Those whose pods may go: the entry Service may have led callers to them, and be lost since. */
  private Set<String> quiet(List<RevisionFacts> left, RolloutState state) {
    Drain drain = Drain.of(facts, state);
    return RevisionFacts.names(left.stream().filter(drain::isOver).toList());
  }
}
