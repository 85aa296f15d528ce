package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload.Split;
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
 * @param deployed the revisions whose objects are to be as their ControllerRevision says
 * @param removed the revisions whose pods are to go now
 */
record Decision(
    RolloutState state,
    String step,
    String message,
    Optional<String> stable,
    Optional<String> candidate,
    Optional<Split> split,
    Optional<Selection> selection,
    Set<String> deployed,
    Set<String> removed) {

  /** The steps of a version change, in their order. */
  static final class Steps {

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
