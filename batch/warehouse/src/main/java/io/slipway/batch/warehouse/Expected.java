package io.slipway.batch.warehouse;

/** Which set version somebody believes to be the current one. The pointer moves only if it is. */
public sealed interface Expected {

  /** Nothing was published yet. */
  record Nothing() implements Expected {}

  /** This one. */
  record At(long setId) implements Expected {}
}
