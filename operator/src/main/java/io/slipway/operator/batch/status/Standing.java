package io.slipway.operator.batch.status;

import java.util.Optional;

/**
 * How things stand, for the conditions.
 *
 * @param state which of Ready, Reconciling and Stalled is True
 * @param why the reason of it
 * @param paused why it waits for a person, if it does
 * @param available whether look-ups are answered; empty where nobody asks for them
 */
public record Standing(
    State state, Why why, Optional<Why> paused, Optional<Availability> available) {

  /** Of the conditions that exclude each other the one that is True. */
  public enum State {
    READY,
    RECONCILING,
    STALLED
  }

  /** Whether look-ups are answered. */
  public enum Availability {
    ANSWERED,
    UNANSWERED
  }

  public static Standing of(State state, Why why) {
    return new Standing(state, why, Optional.empty(), Optional.empty());
  }

  /** The same, waiting for a person. */
  public Standing pausedFor(Why cause) {
    return new Standing(state, why, Optional.of(cause), available);
  }

  /** The same, with something that is worth knowing besides. */
  public Standing noting(String note) {
    return new Standing(
        state, new Why(why.reason(), why.message() + "; " + note), paused, available);
  }

  /** The same with a service of look-ups. */
  public Standing serving(Availability lookups) {
    return new Standing(state, why, paused, Optional.of(lookups));
  }
}
