package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.status.Trail;
import io.slipway.operator.status.Trouble;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the state machine wants to be so next.
 *
 * @param state where the version change is
 * @param step within the state, one of {@link Steps}, empty where it has none
 * @param message what is waited for, in words; empty when nothing is
 * @param stable the revision that callers are promised from now on
 * @param candidate the revision that is on its way to being stable; none once it is
 * @param split what the traffic document is to say; absent before there is anything to send to
 * @param selection what the entry Service is to select; absent before there is anything to enter
 * @param deployed the revisions whose objects are to be as their ControllerRevision says, and how
 *     many pods each is to have
 * @param removed the revisions whose pods are to go now
 * @param trail what the status keeps beside state and step
 * @param trouble why the spec cannot be reached by this change
 */
record Decision(
    RolloutState state,
    String step,
    String message,
    Optional<String> stable,
    Optional<String> candidate,
    Optional<Split> split,
    Optional<Selection> selection,
    Map<String, Integer> deployed,
    Set<String> removed,
    Trail trail,
    Optional<Trouble> trouble) {

  Decision {
    deployed = Map.copyOf(deployed);
    removed = Set.copyOf(removed);
  }

  /** One that leaves no trail and has no trouble. */
  Decision(
      RolloutState state,
      String step,
      String message,
      Optional<String> stable,
      Optional<String> candidate,
      Optional<Split> split,
      Optional<Selection> selection,
      Map<String, Integer> deployed,
      Set<String> removed) {
    this(
        state,
        step,
        message,
        stable,
        candidate,
        split,
        selection,
        deployed,
        removed,
        Trail.NONE,
        Optional.empty());
  }

  Decision with(Trail newTrail) {
    return new Decision(
        state, step, message, stable, candidate, split, selection, deployed, removed, newTrail,
        trouble);
  }

  /** With one thing more to say. */
  Decision noting(String note) {
    return new Decision(
        state,
        step,
        message.isEmpty() ? note : message + "; " + note,
        stable,
        candidate,
        split,
        selection,
        deployed,
        removed,
        trail,
        trouble);
  }

  Decision with(Trouble newTrouble) {
    return new Decision(
        state,
        step,
        message,
        stable,
        candidate,
        split,
        selection,
        deployed,
        removed,
        trail,
        Optional.of(newTrouble));
  }

  /** The steps of a promotion, in their order. */
  static final class Steps {

    /** The candidate gets all its pods. */
    static final String SCALING = "Scaling";

    /** Every pod takes up the weight, and forwards are seen to arrive. */
    static final String SHIFTING = "Shifting";

    /** The entry Service selects both revisions. */
    static final String WIDENING = "Widening";

    /** The entry Service selects the one that callers are moved to. */
    static final String NARROWING = "Narrowing";

    /** The pods that callers have left wait until nobody comes any more. */
    static final String DRAINING = "Draining";

    private Steps() {}
  }
}
