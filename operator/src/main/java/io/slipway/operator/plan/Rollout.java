package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.plan.Decision.Steps;
import io.slipway.operator.status.Statuses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The state machine of a version change, one pure function: which revisions have pods, which of
 * them callers are led to, and by what next step.
 *
 * <p>Nothing is remembered. Where a change is, is read from what is there: the revision in the
 * status, the entry Service's selector and slices, the traffic document and what pods say they go
 * by. Only the time of a step comes from the status, and a lost status only makes a wait longer.
 *
 * <p>Two moves make all the states. {@link #advance} leads callers from the stable revision to
 * another one, {@link #settle} leads them to the stable one and lets every other go. Each does what
 * is next, and says what it waits for.
 */
final class Rollout {

  private final Facts facts;
  private final int replicas;

  private Rollout(Facts facts) {
    this.facts = facts;
    this.replicas = facts.replicas();
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
      return advance(stable, carrier.get());
    }
    Optional<RevisionFacts> candidate =
        facts.wanted().filter(name -> !name.equals(stable.name())).map(facts::revision);
    if (candidate.isEmpty() || !facts.leftovers().isEmpty()) {
      return settle(stable, leaving());
    }
    boolean lost = isUnderWay(candidate.get()) && !candidate.get().hasReadyPods();
    return lost && stable.hasReadyPods()
        ? settle(stable, RolloutState.REVERTING)
        : advance(stable, candidate.get());
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
    Set<String> removed = names(facts.leftovers());
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
            ? waitingFor(first)
            : "waiting for the pods of " + list(removed) + " to go",
        Optional.empty(),
        Optional.of(first.name()),
        Optional.of(new Split(first.name(), TrafficPayload.EVERYTHING)),
        first.hasReadyPods()
            ? Optional.of(new Selection.One(first.name()))
            : facts.entry().selection(),
        removed.isEmpty() ? Set.of(first.name()) : Set.of(),
        removed);
  }

  /** Leads callers from the stable revision to the next. */
  private Decision advance(RevisionFacts stable, RevisionFacts next) {
    boolean forwarding = forwarding(stable, next);
    if (facts.entry().isExactly(new Selection.One(next.name()))) {
      return commit(stable, next, forwarding);
    }
    if (!stable.hasReadyPods() && !next.hasReadyPods()) {
      return preparing(stable, next);
    }
    if (facts.entry().isExactly(new Selection.Every())) {
      boolean entered = next.ready().stream().allMatch(PodFacts::inEntrySlices);
      boolean enough = next.isFull(replicas) || !stable.hasReadyPods();
      Split split = forwarding ? all(next) : none(next);
      return enough && entered && next.hasReadyPods()
          ? promoting(Steps.NARROWING, "", split, new Selection.One(next.name()), stable, next)
          : promoting(Steps.WIDENING, waitingFor(next), split, new Selection.Every(), stable, next);
    }
    if (!stable.hasReadyPods()) {
      // Nobody is served: the first pod that is ready is better than a full set later.
      return promoting(Steps.WIDENING, "", all(next), new Selection.Every(), stable, next);
    }
    if (!next.isFull(replicas) || !facts.entry().isExactly(new Selection.One(stable.name()))) {
      return preparing(stable, next);
    }
    return shift(stable, next, forwarding);
  }

  private Decision preparing(RevisionFacts stable, RevisionFacts next) {
    // Where both are down, whichever comes first is to be found.
    Selection selection =
        facts.entry().isExactly(new Selection.Every())
            ? new Selection.Every()
            : new Selection.One(stable.name());
    return decision(
        RolloutState.PREPARING,
        "",
        waitingFor(next),
        Optional.of(next.name()),
        none(next),
        selection,
        names(List.of(stable, next)));
  }

  /**
   * The next revision is ready: the stable one's pods forward everything, then both are entered.
   */
  private Decision shift(RevisionFacts stable, RevisionFacts next, boolean forwarding) {
    if (!forwarding) {
      return promoting(Steps.WIDENING, "", none(next), new Selection.Every(), stable, next);
    }
    List<String> behind =
        Stream.concat(
                stable.ready().stream().filter(pod -> !goesBy(all(next), pod) || !reaches(pod)),
                next.ready().stream().filter(pod -> !goesBy(all(next), pod)))
            .map(PodFacts::name)
            .toList();
    return behind.isEmpty()
        ? promoting(Steps.WIDENING, "", all(next), new Selection.Every(), stable, next)
        : promoting(
            Steps.SHIFTING,
            "waiting for " + list(behind) + " to forward to " + next.name(),
            all(next),
            new Selection.One(stable.name()),
            stable,
            next);
  }

  /** Callers enter by the next revision alone: it becomes the stable one when the old is quiet. */
  private Decision commit(RevisionFacts stable, RevisionFacts next, boolean forwarding) {
    Split split = forwarding || !stable.hasReadyPods() ? all(next) : none(next);
    Selection selection = new Selection.One(next.name());
    if (stable.pods().stream().anyMatch(PodFacts::inEntrySlices)) {
      return promoting(
          Steps.NARROWING,
          "waiting for the pods of " + stable.name() + " to leave the Service",
          split,
          selection,
          stable,
          next);
    }
    if (!next.hasReadyPods() || !drain(RolloutState.PROMOTING).isOver(stable)) {
      return promoting(Steps.DRAINING, callers(stable), split, selection, stable, next);
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

  private Decision promoting(
      String step,
      String message,
      Split split,
      Selection selection,
      RevisionFacts stable,
      RevisionFacts next) {
    // A revision that the spec no longer asks for is finished with, not kept up.
    List<RevisionFacts> kept =
        facts.wanted().filter(next.name()::equals).isPresent()
            ? List.of(stable, next)
            : List.of(stable);
    return decision(
        RolloutState.PROMOTING,
        step,
        message,
        Optional.of(next.name()),
        split,
        selection,
        names(kept));
  }

  /** Leads callers to the stable revision, and lets every other go. */
  private Decision settle(RevisionFacts stable, RolloutState state) {
    List<RevisionFacts> others = facts.deployedBeside(stable.name());
    Split split = steadySplit(stable, others);
    List<RevisionFacts> entered =
        others.stream().filter(other -> facts.entry().includes(other.name())).toList();
    if (stable.hasReadyPods() && !entered.isEmpty()) {
      return lead(stable, others, entered, split, state);
    }
    // What is being reverted from is still wanted: it may come back, and keeps its pods.
    return state == RolloutState.REVERTING || others.isEmpty()
        ? home(state, "", "", split, stable, others, Set.of())
        : release(stable, others, split, state);
  }

  /** Callers enter by another revision too, or by that alone: back, without a gap. */
  private Decision lead(
      RevisionFacts stable,
      List<RevisionFacts> others,
      List<RevisionFacts> entered,
      Split split,
      RolloutState state) {
    List<String> behind = behind(split, stable, others);
    Selection now = facts.entry().selection().orElse(new Selection.Every());
    if (!behind.isEmpty() && entered.stream().anyMatch(RevisionFacts::hasReadyPods)) {
      String message = "waiting for " + list(behind) + " to go by the new document";
      return decision(
          state,
          Steps.SHIFTING,
          message,
          candidate(state),
          split,
          now,
          kept(stable, others, state));
    }
    boolean found =
        now.includes(stable.name()) && stable.ready().stream().allMatch(PodFacts::inEntrySlices);
    return found
        ? home(state, Steps.NARROWING, "", split, stable, others, Set.of())
        : decision(
            state,
            Steps.WIDENING,
            "",
            candidate(state),
            split,
            new Selection.Every(),
            kept(stable, others, state));
  }

  /** Nothing leads to the others any more: their pods go once nobody comes. */
  private Decision release(
      RevisionFacts stable, List<RevisionFacts> others, Split split, RolloutState state) {
    boolean reachable =
        !facts.entry().isExactly(new Selection.One(stable.name()))
            || others.stream()
                .flatMap(other -> other.pods().stream())
                .anyMatch(PodFacts::inEntrySlices)
            || !behind(split, stable, others).isEmpty();
    if (reachable) {
      String message = "waiting for callers to be led to " + stable.name();
      return home(state, Steps.NARROWING, message, split, stable, others, Set.of());
    }
    Drain drain = drain(state);
    return home(
        state,
        Steps.DRAINING,
        "waiting for the pods of " + list(names(others)) + " to go",
        split,
        stable,
        others,
        names(others.stream().filter(drain::isOver).toList()));
  }

  private Decision home(
      RolloutState state,
      String step,
      String message,
      Split split,
      RevisionFacts stable,
      List<RevisionFacts> others,
      Set<String> removed) {
    return new Decision(
        state,
        step,
        message,
        facts.stable(),
        candidate(state),
        Optional.of(split),
        Optional.of(new Selection.One(stable.name())),
        kept(stable, others, state),
        removed);
  }

  private static Set<String> kept(
      RevisionFacts stable, List<RevisionFacts> others, RolloutState state) {
    Set<String> kept = new TreeSet<>();
    kept.add(stable.name());
    if (state == RolloutState.REVERTING) {
      kept.addAll(names(others));
    }
    return kept;
  }

  /** Whom the spec is on its way to, as long as that is not where things are. */
  private Optional<String> candidate(RolloutState state) {
    return switch (state) {
      case REVERTING, SUPERSEDING -> facts.wanted();
      default -> Optional.empty();
    };
  }

  private Split steadySplit(RevisionFacts stable, List<RevisionFacts> others) {
    Optional<Split> said = facts.traffic().payload().map(TrafficPayload::split);
    if (others.isEmpty()) {
      // Nobody is left to forward anything: whatever the share, the pods score all there is.
      return said.filter(split -> split.target().equals(stable.name())).orElse(all(stable));
    }
    return others.stream().allMatch(other -> forwarding(other, stable))
        ? all(stable)
        : none(stable);
  }

  /**
   * The pods that answer and do not go by the document yet. One that is dead cannot be waited for.
   */
  private List<String> behind(Split split, RevisionFacts stable, List<RevisionFacts> others) {
    return Stream.concat(Stream.of(stable), others.stream())
        .filter(RevisionFacts::canForward)
        .flatMap(revision -> revision.ready().stream())
        .filter(pod -> pod.fresh().isPresent())
        .filter(pod -> !goesBy(split, pod))
        .map(PodFacts::name)
        .toList();
  }

  private boolean goesBy(Split split, PodFacts pod) {
    return facts.traffic().payload().filter(said -> said.split().equals(split)).isPresent()
        && facts.traffic().acknowledgedBy(pod);
  }

  private static boolean reaches(PodFacts pod) {
    return pod.fresh().filter(report -> report.forwardReachable()).isPresent();
  }

  private static boolean forwarding(RevisionFacts from, RevisionFacts to) {
    return from.canForward() && to.canForward();
  }

  private Drain drain(RolloutState state) {
    Duration elapsed =
        Duration.between(
            Statuses.since(facts.resource(), facts.observation().now(), state, Steps.DRAINING),
            facts.observation().now());
    return new Drain(facts.observation().settings().timing(), elapsed);
  }

  private Decision decision(
      RolloutState state,
      String step,
      String message,
      Optional<String> candidate,
      Split split,
      Selection selection,
      Set<String> deployed) {
    return new Decision(
        state,
        step,
        message,
        facts.stable(),
        candidate,
        Optional.of(split),
        Optional.of(selection),
        deployed,
        Set.of());
  }

  private String waitingFor(RevisionFacts revision) {
    return "waiting for "
        + revision.name()
        + ": "
        + revision.ready().size()
        + " of "
        + replicas
        + " pods are ready";
  }

  private static String callers(RevisionFacts revision) {
    return "waiting for the last callers of " + revision.name();
  }

  private static Split all(RevisionFacts target) {
    return new Split(target.name(), TrafficPayload.EVERYTHING);
  }

  private static Split none(RevisionFacts target) {
    return new Split(target.name(), 0);
  }

  private static Set<String> names(List<RevisionFacts> revisions) {
    Set<String> names = new TreeSet<>();
    revisions.forEach(revision -> names.add(revision.name()));
    return names;
  }

  private static String list(Iterable<String> names) {
    return String.join(", ", names);
  }
}
