package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.document.TrafficPayload.Split;
import java.util.Optional;
import java.util.Set;

/**
 * The state machine of a version change, one pure function: which revisions have pods, which of
 * them callers are led to, and by what next step.
 *
 * <p>Nothing is remembered. Where a change is, is read from what is there: the revision in the
 * status, the entry Service's selector and slices, the traffic document and what pods say they go
 * by. Only the time of a step comes from the status, and a lost status only makes a wait longer.
 *
 * <p>Two moves make all the states. {@link Advance} leads callers from the stable revision to
 * another one, {@link Settle} leads them to the stable one and lets every other go. Each does what
 * is next, and says what it waits for.
 */
final class Rollout {

  private final Facts facts;

  private Rollout(Facts facts) {
    this.facts = facts;
  }

  /** What is to be so next. */
  static Decision decide(Facts facts) {
    return new Rollout(facts).decide();
  }

  private Decision decide() {
    if (facts.stable().isEmpty()) {
      return launch();
    }
    RevisionFacts stable = facts.revision(facts.stable().get());
    Optional<RevisionFacts> carrier = carrierBeside(stable);
    if (!stable.hasReadyPods() && carrier.isPresent()) {
      // Callers depend on it alone, whether or not the spec still asks for it: what has no ready
      // pod cannot take them back, so this change is finished before another one begins.
      return new Advance(facts, stable, carrier.get()).decide();
    }
    Optional<RevisionFacts> candidate =
        facts.wanted().filter(name -> !name.equals(stable.name())).map(facts::revision);
    if (candidate.isEmpty() || !facts.leftovers().isEmpty()) {
      return new Settle(facts, stable, leaving()).decide();
    }
    boolean lost = isUnderWay(candidate.get()) && !candidate.get().hasReadyPods();
    return lost && stable.hasReadyPods()
        ? new Settle(facts, stable, RolloutState.REVERTING).decide()
        : new Advance(facts, stable, candidate.get()).decide();
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
    return Optional.ofNullable(facts.resource().getStatus())
        .filter(status -> status.candidate() == null)
        .map(status -> status.rollout())
        .filter(rollout -> rollout.state() == RolloutState.PROMOTING)
        .isPresent();
  }

  /** The first version: callers have nothing yet, so there is nothing to be careful of. */
  private Decision launch() {
    Set<String> removed = RevisionFacts.names(facts.leftovers());
    if (facts.wanted().isEmpty()) {
      return new Decision(
          RolloutState.RESOLVING,
          "",
          "waiting for the model's digest",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          removed);
    }
    RevisionFacts first = facts.revision(facts.wanted().get());
    return new Decision(
        removed.isEmpty() ? RolloutState.PREPARING : RolloutState.SUPERSEDING,
        "",
        removed.isEmpty()
            ? first.progress(facts.replicas())
            : "waiting for the pods of " + String.join(", ", removed) + " to go",
        Optional.empty(),
        Optional.of(first.name()),
        Optional.of(new Split(first.name(), TrafficPayload.EVERYTHING)),
        first.hasReadyPods()
            ? Optional.of(new Selection.One(first.name()))
            : facts.entry().selection(),
        removed.isEmpty() ? Set.of(first.name()) : Set.of(),
        removed);
  }
}
