package io.slipway.operator.batch.plan;

import java.util.Arrays;

/** Indexes as a Job's status has them, like {@code 1,3-5}. */
final class Indexes {

  private Indexes() {}

  /** How many there are. */
  static int count(String text) {
    return text.isEmpty() ? 0 : Arrays.stream(text.split(",")).mapToInt(Indexes::ofOne).sum();
  }

  private static int ofOne(String range) {
    int hyphen = range.indexOf('-');
    return hyphen < 0
        ? 1
        : Integer.parseInt(range.substring(hyphen + 1))
            - Integer.parseInt(range.substring(0, hyphen))
            + 1;
  }
}
