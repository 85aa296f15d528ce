package io.slipway.server.http;

import java.util.Locale;

/** How a request for predictions ended. */
enum Outcome {
  /** Scored here. */
  SCORED,
  /** Answered by another revision. */
  FORWARDED,
  /** A copy, answered or refused: nobody waits for it. */
  SHADOWED,
  /** The caller's to mend: 4xx. */
  REFUSED,
  /** Beyond the concurrency or memory limit, or no model yet: 503. */
  UNAVAILABLE,
  /** Beyond the time limit: 504. */
  TIMED_OUT,
  /** Ours to mend: 500. */
  FAILED;

  static Outcome ofRefusal(int status) {
    return switch (status) {
      case 503 -> UNAVAILABLE;
      case 504 -> TIMED_OUT;
      default -> status >= 500 ? FAILED : REFUSED;
    };
  }

  /** The value of the label {@code outcome} in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
