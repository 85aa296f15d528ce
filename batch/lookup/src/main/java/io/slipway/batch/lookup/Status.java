package io.slipway.batch.lookup;

/** What there is of a key. */
public enum Status {
  /** A prediction that is fresh enough. */
  PRESENT,
  /** One that is older than it may be. */
  STALE,
  /** The set version has no row of it. */
  NOT_FOUND,
  /** Its row could not be scored. */
  ERROR,
  /** The model was asked just now. */
  COMPUTED
}
