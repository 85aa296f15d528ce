package io.slipway.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Spans of time as people read them: the two largest units. */
public final class Ages {

  private Ages() {}

  /** Like {@code 45s}, {@code 3m20s}, {@code 2h5m} or {@code 12d}; never below zero. */
  public static String text(Duration span) {
    Duration shown = span.isNegative() ? Duration.ZERO : span;
    if (shown.toDays() >= 2) {
      return shown.toDays() + "d";
    }
    if (shown.toHours() >= 1) {
      return shown.toHours() + "h" + part(shown.toMinutesPart(), "m");
    }
    if (shown.toMinutes() >= 1) {
      return shown.toMinutes() + "m" + part(shown.toSecondsPart(), "s");
    }
    return shown.toSeconds() + "s";
  }

  /** How long ago that was; empty where the time is not known. */
  static String since(Optional<Instant> then, Instant now) {
    return then.map(instant -> text(Duration.between(instant, now))).orElse("");
  }

  private static String part(int amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}
