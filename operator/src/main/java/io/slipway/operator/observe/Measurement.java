package io.slipway.operator.observe;

import java.time.Instant;

/** What a query of a check gave, or why it gave nothing. */
public sealed interface Measurement {

  /** A number. */
  record Value(double number, Instant at) implements Measurement {}

  /** No number, and why. */
  record Missing(String why) implements Measurement {}
}
