package io.slipway.batch.warehouse;

/**
 * Which set version is the current one. Where somebody believes it to be, the pointer moves only if
 * it is.
 */
public sealed interface Expected {

  /** Nothing was published yet. */
  record Nothing() implements Expected {}

  /** This one. */
  record At(long setId) implements Expected {}
}
