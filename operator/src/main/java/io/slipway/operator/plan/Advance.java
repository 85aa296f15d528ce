package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.plan.Decision.Steps;
import io.slipway.operator.status.Statuses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Leads callers from the stable revision to the next: its pods ready, then everything forwarded to
 * them, then both revisions entered, then the next one alone, and when the old one is quiet the
 * commit.
 *
 * @param stable whom callers are promised
 * @param next whom they are led to
 * @param state {@link RolloutState#PROMOTING}, or {@link RolloutState#REVERTING} where it leads
 *     back
 * @param mode whether the next revision has callers already
 */
record Advance(
    Facts facts, RevisionFacts stable, RevisionFacts next, RolloutState state, Mode mode) {

  /** From where callers are led on. */
  enum Mode {
    /** The next revision has answered nobody yet. */
    AT_ONCE,
    /** It was tried, or it served before: what it has of callers it keeps on the way. */
    PROVEN
  }

  /** From one revision that has all callers to one that has none. */
  static Advance atOnce(Facts facts, RevisionFacts stable, RevisionFacts next) {
    return new Advance(facts, stable, next, RolloutState.PROMOTING, Mode.AT_ONCE);
  }

  /** From one revision to another that has been tried beside it. */
  static Advance afterTrial(Facts facts, RevisionFacts stable, RevisionFacts next) {
    return new Advance(facts, stable, next, RolloutState.PROMOTING, Mode.PROVEN);
  }

  /** From a revision that was promoted to the one that served before. */
  static Advance back(Facts facts, RevisionFacts promoted, RevisionFacts previous) {
    return new Advance(facts, promoted, previous, RolloutState.REVERTING, Mode.PROVEN);
  }

  /** What is next. */
  Decision decide() {
    if (facts.entry().isExactly(new Selection.One(next.name()))) {
      return commit();
    }
    if (!stable.hasReadyPods() && !next.hasReadyPods()) {
      return preparing();
    }
    if (facts.entry().isExactly(new Selection.Every())) {
      boolean entered = facts.areEntered(next);
      boolean enough = isFull() || !stable.hasReadyPods();
      Split split = forwarding() ? facts.everything(next) : facts.nothing(next);
      return enough && entered && next.hasReadyPods()
          ? promoting(Steps.NARROWING, "", split, new Selection.One(next.name()))
          : promoting(Steps.WIDENING, next.progress(full()), split, new Selection.Every());
    }
    if (!stable.hasReadyPods()) {
      // Nobody is served: the first pod that is ready is better than a full set later.
      return promoting(Steps.WIDENING, "", facts.everything(next), new Selection.Every());
    }
    if (!isFull() || !facts.entry().isExactly(new Selection.One(stable.name()))) {
      return preparing();
    }
    return shift();
  }

  private Decision preparing() {
    if ((mode == Mode.PROVEN || replacement().isOn()) && stable.hasReadyPods()) {
      return promoting(
          Steps.SCALING,
          next.progress(full()),
          replacement().share(held()),
          new Selection.One(stable.name()));
    }
    // Where both are down, whichever comes first is to be found.
    Selection selection =
        facts.entry().isExactly(new Selection.Every())
            ? new Selection.Every()
            : new Selection.One(stable.name());
    return decision(
        RolloutState.PREPARING,
        "",
        next.progress(full()),
        facts.nothing(next),
        selection,
        replacement().sizes(facts.replicas()));
  }

  /** The share that the next revision has, as long as it has pods for it. */
  private Split held() {
    return facts
        .traffic()
        .payload()
        .filter(said -> said.target().equals(next.name()) && next.hasReadyPods())
        .map(said -> facts.split(next, said.weightBp(), 0))
        .orElseGet(() -> facts.nothing(next));
  }

  /**
   * The next revision is ready: the stable one's pods forward everything, then both are entered.
   */
  private Decision shift() {
    if (!forwarding()) {
      return promoting(Steps.WIDENING, "", facts.nothing(next), new Selection.Every());
    }
    List<String> behind =
        Stream.concat(
                stable.ready().stream().filter(pod -> !hasShifted(pod) || !pod.reachesTarget()),
                next.ready().stream().filter(pod -> !hasShifted(pod)))
            .map(PodFacts::name)
            .toList();
    if (behind.isEmpty()) {
      return promoting(Steps.WIDENING, "", facts.everything(next), new Selection.Every());
    }
    Decision waiting =
        promoting(
            Steps.SHIFTING,
            "waiting for " + String.join(", ", behind) + " to forward to " + next.name(),
            facts.everything(next),
            new Selection.One(stable.name()));
    Unreached unreached = new Unreached(stable, next);
    Instant since = Statuses.since(facts.resource(), facts.now(), state, Steps.SHIFTING);
    return facts.isOverdue(since) && !unreached.isNone()
        ? waiting.with(unreached.trouble())
        : waiting;
  }

  /** Callers enter by the next revision alone: it becomes the stable one when the old is quiet. */
  private Decision commit() {
    boolean alone = !stable.hasReadyPods() && next.hasReadyPods();
    Split split = forwarding() || alone ? facts.everything(next) : facts.nothing(next);
    Selection selection = new Selection.One(next.name());
    if (stable.pods().stream().anyMatch(PodFacts::inEntrySlices)) {
      return promoting(
          Steps.NARROWING,
          "waiting for the pods of " + stable.name() + " to leave the Service",
          split,
          selection);
    }
    if (!next.hasReadyPods() || !Drain.of(facts, state).isOver(stable)) {
      return promoting(
          Steps.DRAINING, "waiting for the last callers of " + stable.name(), split, selection);
    }
    boolean bakes =
        state == RolloutState.PROMOTING && facts.rollout().bake() != null && !replacement().isOn();
    return new Decision(
        bakes ? RolloutState.BAKING : state,
        bakes ? "" : Steps.DRAINING,
        "",
        Optional.of(next.name()),
        Optional.empty(),
        Optional.of(split),
        Optional.of(selection),
        bakes ? each(next, stable) : each(next),
        Set.of());
  }

  private Decision promoting(String step, String message, Split split, Selection selection) {
    // A revision that the spec no longer asks for is finished with, not kept up.
    boolean kept =
        state == RolloutState.REVERTING || facts.wanted().filter(next.name()::equals).isPresent();
    return decision(
        state,
        step,
        message,
        split,
        selection,
        kept ? replacement().sizes(facts.replicas()) : each(stable));
  }

  /** Whether the next revision has all the pods that it can have by now. */
  private boolean isFull() {
    return next.isFull(full());
  }

  private int full() {
    return replacement().most(facts.replicas());
  }

  private Replacement replacement() {
    return new Replacement(facts, stable, next);
  }

  private boolean forwarding() {
    return stable.forwardsTo(next);
  }

  private boolean hasShifted(PodFacts pod) {
    return facts.traffic().isFollowed(facts.everything(next), pod);
  }

  private Map<String, Integer> each(RevisionFacts... revisions) {
    return Stream.of(revisions)
        .collect(Collectors.toMap(RevisionFacts::name, revision -> facts.replicas()));
  }

  private Decision decision(
      RolloutState as,
      String step,
      String message,
      Split split,
      Selection selection,
      Map<String, Integer> deployed) {
    return new Decision(
        as,
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
