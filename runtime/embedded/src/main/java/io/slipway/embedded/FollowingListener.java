package io.slipway.embedded;

/**
 * Is told what becomes of an alias that is followed. Called by the thread that follows; what it
 * throws is ignored.
 */
public interface FollowingListener {

  /** Nobody listens. */
  FollowingListener NONE = new FollowingListener() {};

  /** From now on another version scores. */
  default void moved(ScoringVersion from, ScoringVersion to) {}

  /** It could not be followed; what scored goes on, and it is tried again. */
  default void failed(ScoringVersion scoring, ModelUnavailableException why) {}
}
