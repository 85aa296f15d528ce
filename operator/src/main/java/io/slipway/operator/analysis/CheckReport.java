package io.slipway.operator.analysis;

import io.slipway.api.v1alpha1.Check;
import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.CheckType;
import io.slipway.api.v1alpha1.CheckWindow;
import io.slipway.api.v1alpha1.Weight;
import io.slipway.operator.judge.CheckResult;
import io.slipway.operator.judge.Evidence;
import io.slipway.operator.judge.Verdict;
import io.slipway.operator.observe.Measurement;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Results in the words and numbers of a status.
 *
 * @param analysis that they are of
 */
public record CheckReport(Analysis analysis) {

  /** As the status has them. */
  public List<CheckStatus> statuses(List<CheckResult> results) {
    return results.stream().map(result -> status(analysis.check(result.name()), result)).toList();
  }

  /** Why a check failed, with its numbers. */
  public String failure(CheckResult result) {
    Check check = analysis.check(result.name());
    String causes = check.type() == CheckType.FAILURES ? causes() : "";
    return "check " + result.name() + ": " + words(check, result) + causes;
  }

  /** What the failures were, the most frequent first; nothing where only copies failed. */
  private String causes() {
    String each =
        analysis.tally().causes().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(cause -> cause.getValue() + " " + cause(cause.getKey()))
            .collect(Collectors.joining(", "));
    return each.isEmpty() ? "" : "; failures: " + each;
  }

  private static String cause(String name) {
    return switch (name) {
      case "unreachable" -> "without a connection";
      case "timeout" -> "not in time";
      case "status" -> "with a 5xx";
      case "wrongRevision" -> "answered by another revision";
      case "breakerOpen" -> "not asked, just after others";
      case "hardFault" -> "without a usable value";
      default -> name;
    };
  }

  private CheckStatus status(Check check, CheckResult result) {
    Evidence evidence = result.judgement().evidence();
    return new CheckStatus(
        check.name(),
        check.type().value(),
        verdict(result.judgement().verdict()),
        number(evidence.value()),
        number(evidence.limit()),
        hasEvidence(check.type()) ? number(evidence.eValue()) : null,
        evidence.candidateSamples(),
        words(check, result),
        analysis.windows(check).entrySet().stream()
            .map(
                entry ->
                    new CheckWindow(
                        Weight.text(entry.getKey()),
                        entry.getValue().stableRequests(),
                        entry.getValue().stableEvents(),
                        entry.getValue().candidateRequests(),
                        entry.getValue().candidateEvents()))
            .toList());
  }

  private String words(Check check, CheckResult result) {
    Verdict verdict = result.judgement().verdict();
    if (verdict instanceof Verdict.Inconclusive(var reason)) {
      return analysis.measurements().get(check.name()) instanceof Measurement.Missing(String why)
          ? reason.value() + ": " + why
          : reason.value();
    }
    Evidence evidence = result.judgement().evidence();
    return switch (check.type()) {
      case FAILURES, SLOWER_THAN ->
          "odds ratio %s, at most %s, limit %s; e-value %s of %s"
              .formatted(
                  number(evidence.value()),
                  number(evidence.bound()),
                  number(evidence.limit()),
                  number(evidence.eValue()),
                  number(1 / evidence.alpha()));
      case PREDICTION_DRIFT ->
          "stability index %s, noise %s, limit %s"
              .formatted(
                  number(evidence.value()), number(evidence.bound()), number(evidence.limit()));
      case DISAGREEMENT ->
          "rate %s, bound %s, limit %s"
              .formatted(
                  number(evidence.value()), number(evidence.bound()), number(evidence.limit()));
      case PROMETHEUS -> number(evidence.value()) + " " + check.condition();
      case UNKNOWN -> "";
    };
  }

  private static boolean hasEvidence(CheckType type) {
    return switch (type) {
      case FAILURES, SLOWER_THAN, DISAGREEMENT -> true;
      case PREDICTION_DRIFT, PROMETHEUS, UNKNOWN -> false;
    };
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Pass() -> "Pass";
      case Verdict.Fail() -> "Fail";
      case Verdict.Running() -> "Running";
      case Verdict.Inconclusive(var reason) -> "Inconclusive";
    };
  }

  /** Four digits say enough, and a number that moves by less is no news. */
  private static String number(double value) {
    if (value == 0 || (Math.abs(value) >= 0.001 && Math.abs(value) < 1e6)) {
      return BigDecimal.valueOf(value)
          .round(new MathContext(4))
          .stripTrailingZeros()
          .toPlainString();
    }
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
