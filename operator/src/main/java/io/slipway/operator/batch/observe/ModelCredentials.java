package io.slipway.operator.batch.observe;

/**
 * With what pods read the bytes of a model. What the installation names for its registry is only
 * ever taken to an address that the registry gave, and never to one that somebody wrote.
 */
public sealed interface ModelCredentials {

  /** Nothing: anybody may read them, or a cloud identity does. */
  record None() implements ModelCredentials {}

  /**
   * The Secret that a person names for the source.
   *
   * @param secret of the run's namespace
   */
  record Named(String secret) implements ModelCredentials {}

  /** The Secret that the installation names for its registry. */
  record OfRegistry() implements ModelCredentials {}
}
