package io.slipway.operator.status;

import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.api.v1alpha1.TrafficStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a candidate by its numbers.
 *
 * @param checks what they have found so far
 * @param observed the share that the candidate really gets
 * @param at when the numbers were taken
 */
public record Findings(List<CheckStatus> checks, Optional<String> observed, Optional<Instant> at) {

  /** Of a candidate that nobody has looked at. */
  public static final Findings NONE = new Findings(List.of(), Optional.empty(), Optional.empty());

  private static final Duration NUMBERS_LAST = Duration.ofSeconds(5);

  public Findings {
    checks = List.copyOf(checks);
  }

  /** As a status has them. */
  static Findings of(ModelDeploymentStatus status) {
    return new Findings(
        status.checks(),
        Optional.ofNullable(status.traffic()).map(TrafficStatus::observed),
        Optional.ofNullable(status.rollout()).map(RolloutStatus::judgedAt).map(Instant::parse));
  }

  /** Without the share, which nobody gets any more. */
  Findings ofThePast() {
    return new Findings(checks, Optional.empty(), at);
  }

  /**
   * The last ones, where these say the same: numbers are written when a verdict changes, and
   * otherwise every few seconds at most.
   */
  Findings calm(Findings before, Instant now) {
    boolean sameVerdicts = verdicts().equals(before.verdicts());
    boolean sameNumbers = checks.equals(before.checks) && observed.equals(before.observed);
    boolean young = before.at.filter(time -> time.plus(NUMBERS_LAST).isAfter(now)).isPresent();
    return before.at.isPresent() && (sameNumbers || (sameVerdicts && young)) ? before : this;
  }

  private List<String> verdicts() {
    return checks.stream().map(check -> check.name() + " " + check.verdict()).toList();
  }
}
