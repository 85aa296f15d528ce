package io.slipway.server.describe;

import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.Field.Interval.Kind;

/** Ranges of numbers as mathematicians write them. */
final class Intervals {
  private Intervals() {}

  /** Such as {@code [0.0, 1.0)}: a round bracket excludes its bound. */
  static String text(Interval interval) {
    return (interval.lower().kind() == Kind.INCLUSIVE ? "[" : "(")
        + interval.lower().value()
        + ", "
        + interval.upper().value()
        + (interval.upper().kind() == Kind.INCLUSIVE ? "]" : ")");
  }
}
