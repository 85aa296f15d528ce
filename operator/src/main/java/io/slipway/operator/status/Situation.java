package io.slipway.operator.status;

import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.TrafficStatus;
import java.util.Optional;

/**
 * What there is to say.
 *
 * @param state where the version change is
 * @param step within the state, empty where it has none
 * @param message what is waited for, in words; empty when nothing is
 * @param url where callers reach the model; empty until there is an entry
 * @param stable the revision that serves
 * @param candidate the other revision, on its way in or out
 * @param traffic the document that pods were given
 * @param wantedReplicas how many pods the spec asks for
 * @param endpoints how many ready pods callers can enter by
 * @param settled whether everything is as the spec says and nothing is on the way
 * @param trouble why the spec cannot be reached
 * @param trail what is kept of the version change
 * @param handled what came of a person's word, if there was one now
 * @param note what else is worth knowing when everything is as the spec says
 * @param concern what keeps the spec from being followed further, while what serves is as it says
 */
public record Situation(
    RolloutState state,
    String step,
    String message,
    Optional<String> url,
    Optional<RevisionStatus> stable,
    Optional<RevisionStatus> candidate,
    Optional<TrafficStatus> traffic,
    int wantedReplicas,
    int endpoints,
    Settled settled,
    Optional<Trouble> trouble,
    Trail trail,
    Optional<HandledAction> handled,
    Optional<String> note,
    Optional<Trouble> concern) {

  /** Whether anything is still on the way. */
  public enum Settled {
    YES,
    NO
  }
}
