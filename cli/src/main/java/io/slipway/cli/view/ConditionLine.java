package io.slipway.cli.view;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.cli.resource.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions in words, on one line: which hold, which do not, and for how long. */
final class ConditionLine {

  private ConditionLine() {}

  /** Like {@code not Ready for 3m20s (Scoring), Reconciling for 3m20s (Scoring)}. */
  static String of(List<Condition> conditions, Instant now) {
    return conditions.stream()
        .map(condition -> words(condition, now))
        .collect(Collectors.joining(", "));
  }

  private static String words(Condition condition, Instant now) {
    String age = Ages.since(Json.time(condition.lastTransitionTime()), now);
    return OneLine.of(
        how(condition)
            + condition.type()
            + (age.isEmpty() ? "" : " for " + age)
            + (condition.reason() == null ? "" : " (" + condition.reason() + ")"));
  }

  private static String how(Condition condition) {
    return switch (String.valueOf(condition.status())) {
      case "True" -> "";
      case "False" -> "not ";
      default -> "perhaps ";
    };
  }
}
