package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.document.TrafficPayload.Assignment;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.plan.Decision.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Leads callers to the stable revision, and lets every other go: everything forwarded to it, both
 * entered, the stable one alone, and the others' pods gone when they are quiet.
 *
 * @param stable whom callers are promised
 * @param state why the others are left
 */
record Settle(Facts facts, RevisionFacts stable, RolloutState state) {

  /** What is next. */
  Decision decide() {
    List<RevisionFacts> others = facts.deployedBeside(stable.name());
    Split split = steadySplit(others);
    List<RevisionFacts> entered =
        others.stream().filter(other -> facts.entry().includes(other.name())).toList();
    if (stable.hasReadyPods() && !entered.isEmpty()) {
      return lead(others, entered, split);
    }
    // What is being reverted from is still wanted: it may come back, and keeps its pods.
    return state == RolloutState.REVERTING || others.isEmpty()
        ? home("", "", split, others, Set.of())
        : release(others, split);
  }

  /** Callers enter by another revision too, or by that alone: back, without a gap. */
  private Decision lead(List<RevisionFacts> others, List<RevisionFacts> entered, Split split) {
    List<String> behind = behind(split, others);
    Selection now = facts.entry().selection().orElse(new Selection.Every());
    if (!behind.isEmpty() && entered.stream().anyMatch(RevisionFacts::hasReadyPods)) {
      String message = "waiting for " + String.join(", ", behind) + " to go by the new document";
      return staying(Steps.SHIFTING, message, split, now, others);
    }
    boolean found = now.includes(stable.name()) && facts.areEntered(stable);
    return found
        ? home(Steps.NARROWING, "", split, others, Set.of())
        : staying(Steps.WIDENING, "", split, new Selection.Every(), others);
  }

  /** Nothing leads to the others any more: their pods go once nobody comes. */
  private Decision release(List<RevisionFacts> others, Split split) {
    boolean reachable =
        !facts.entry().isExactly(new Selection.One(stable.name()))
            || others.stream()
                .flatMap(other -> other.pods().stream())
                .anyMatch(PodFacts::inEntrySlices)
            || !behind(split, others).isEmpty();
    if (reachable) {
      String message = "waiting for callers to be led to " + stable.name();
      return home(Steps.NARROWING, message, split, others, Set.of());
    }
    Drain drain = Drain.of(facts, state);
    return home(
        Steps.DRAINING,
        "waiting for the pods of " + String.join(", ", RevisionFacts.names(others)) + " to go",
        split,
        others,
        RevisionFacts.names(others.stream().filter(drain::isOver).toList()));
  }

  private Decision home(
      String step, String message, Split split, List<RevisionFacts> others, Set<String> removed) {
    return new Decision(
        state,
        step,
        message,
        facts.stable(),
        candidate(),
        Optional.of(split),
        Optional.of(new Selection.One(stable.name())),
        kept(others),
        removed);
  }

  private Map<String, Integer> kept(List<RevisionFacts> others) {
    Map<String, Integer> kept = new TreeMap<>();
    kept.put(stable.name(), facts.replicas());
    if (state == RolloutState.REVERTING) {
      others.forEach(other -> kept.put(other.name(), facts.replicas()));
    }
    return kept;
  }

  /** Whom the spec is on its way to, as long as that is not where things are. */
  private Optional<String> candidate() {
    return switch (state) {
      case REVERTING, SUPERSEDING, ROLLING_BACK ->
          facts.wanted().filter(wanted -> !wanted.equals(stable.name()));
      default -> Optional.empty();
    };
  }

  private Split steadySplit(List<RevisionFacts> others) {
    Optional<Split> said = facts.traffic().payload().map(TrafficPayload::split);
    if (others.isEmpty()) {
      // Nobody is left to forward anything: whatever the share, the pods score all there is.
      return said.filter(split -> split.target().equals(stable.name()))
          .orElseGet(() -> weighing(TrafficPayload.EVERYTHING));
    }
    return weighing(
        others.stream().allMatch(other -> other.forwardsTo(stable))
            ? TrafficPayload.EVERYTHING
            : 0);
  }

  /**
   * The name of the change stays, whatever becomes of it: what the pods counted under it is the
   * evidence, until the next one begins.
   */
  private Split weighing(int weightBp) {
    String rollout =
        facts
            .traffic()
            .payload()
            .map(TrafficPayload::rollout)
            .filter(name -> !name.isEmpty())
            .orElseGet(() -> facts.id(stable.name()));
    return new Split(stable.name(), weightBp, 0, Assignment.REQUEST, rollout);
  }

  /**
   * The pods that answer and do not go by the document yet. One that is dead cannot be waited for.
   */
  private List<String> behind(Split split, List<RevisionFacts> others) {
    return Stream.concat(Stream.of(stable), others.stream())
        .filter(RevisionFacts::canForward)
        .flatMap(revision -> revision.ready().stream())
        .filter(pod -> pod.fresh().isPresent())
        .filter(pod -> !facts.traffic().isFollowed(split, pod))
        .map(PodFacts::name)
        .toList();
  }

  private Decision staying(
      String step, String message, Split split, Selection selection, List<RevisionFacts> others) {
    return new Decision(
        state,
        step,
        message,
        facts.stable(),
        candidate(),
        Optional.of(split),
        Optional.of(selection),
        kept(others),
        Set.of());
  }
}
