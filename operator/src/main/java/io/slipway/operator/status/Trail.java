package io.slipway.operator.status;

import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.api.v1alpha1.TrafficStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the status keeps of a version change beside its state and step: all that could not be read
 * from the cluster again.
 *
 * @param id names the change: documents and counters carry it
 * @param cause why it is where it is
 * @param basis by what evidence or whose word callers are moved on
 * @param judgedSince since when every pod goes by the weight
 * @param judgedAt when the checks' numbers were taken
 * @param mostReady the most pods of the candidate that were ever ready at once
 * @param progressedAt when that number last rose, or the change began
 * @param checks what they have found so far
 * @param observed the share that the candidate really gets
 * @param failed the revision that was given up and is not tried again
 */
public record Trail(
    Optional<String> id,
    Optional<String> cause,
    Optional<String> basis,
    Optional<Instant> judgedSince,
    Optional<Instant> judgedAt,
    int mostReady,
    Optional<Instant> progressedAt,
    List<CheckStatus> checks,
    Optional<String> observed,
    Optional<FailedRevision> failed) {

  private static final Duration NUMBERS_LAST = Duration.ofSeconds(5);

  /** Of a resource that nothing has happened to. */
  public static final Trail NONE =
      new Trail(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  /** As a status has it. */
  public static Trail of(ModelDeploymentStatus status) {
    RolloutStatus rollout = status.rollout();
    return new Trail(
        Optional.ofNullable(rollout).map(RolloutStatus::id),
        Optional.ofNullable(rollout).map(RolloutStatus::cause),
        Optional.ofNullable(rollout).map(RolloutStatus::basis),
        Optional.ofNullable(rollout).flatMap(it -> time(it.judgedSince())),
        Optional.ofNullable(rollout).flatMap(it -> time(it.judgedAt())),
        Optional.ofNullable(rollout).map(RolloutStatus::mostReady).orElse(0),
        Optional.ofNullable(rollout).flatMap(it -> time(it.progressedAt())),
        status.checks(),
        Optional.ofNullable(status.traffic()).map(TrafficStatus::observed),
        status.failedRevisions().stream().findFirst());
  }

  /** That of a change that begins. */
  public Trail begun(String newId, Instant now) {
    return new Trail(
        Optional.of(newId),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.of(now),
        List.of(),
        Optional.empty(),
        failed);
  }

  /** That of a change that is over, with what its checks found last. */
  public Trail ended() {
    return new Trail(
        Optional.empty(),
        cause,
        basis,
        Optional.empty(),
        judgedAt,
        0,
        Optional.empty(),
        checks,
        Optional.empty(),
        failed);
  }

  /** After a look at how many pods are ready: more than ever before is progress. */
  public Trail seen(int ready, Instant now) {
    return ready > mostReady
        ? new Trail(
            id,
            cause,
            basis,
            judgedSince,
            judgedAt,
            ready,
            Optional.of(now),
            checks,
            observed,
            failed)
        : this;
  }

  /** At the beginning of another state or step, which is progress, too. */
  public Trail entering(Optional<String> newCause, Instant now) {
    return new Trail(
        id,
        newCause,
        basis,
        Optional.empty(),
        judgedAt,
        mostReady,
        Optional.of(now),
        checks,
        observed,
        failed);
  }

  /** From when on the time of a step counts. */
  public Trail judgedSince(Instant since) {
    return new Trail(
        id,
        cause,
        basis,
        Optional.of(since),
        judgedAt,
        mostReady,
        progressedAt,
        checks,
        observed,
        failed);
  }

  /** By what evidence, or whose word, callers are moved on. */
  public Trail onTheBasisOf(String newBasis) {
    return new Trail(
        id,
        cause,
        Optional.of(newBasis),
        judgedSince,
        judgedAt,
        mostReady,
        progressedAt,
        checks,
        observed,
        failed);
  }

  /** With what the checks say now. */
  public Trail found(List<CheckStatus> newChecks, Optional<String> newObserved, Instant now) {
    return new Trail(
        id,
        cause,
        basis,
        judgedSince,
        Optional.of(now),
        mostReady,
        progressedAt,
        newChecks,
        newObserved,
        failed);
  }

  /** With another revision given up, or none. */
  public Trail failed(Optional<FailedRevision> newFailed) {
    return new Trail(
        id,
        cause,
        basis,
        judgedSince,
        judgedAt,
        mostReady,
        progressedAt,
        checks,
        observed,
        newFailed);
  }

  /**
   * Without numbers that say what the last ones said: they are written when a verdict changes, and
   * otherwise every few seconds at most.
   */
  public Trail calm(Trail before, Instant now) {
    boolean sameVerdicts = verdicts(checks).equals(verdicts(before.checks));
    boolean sameNumbers = checks.equals(before.checks) && observed.equals(before.observed);
    boolean young = before.judgedAt.filter(at -> at.plus(NUMBERS_LAST).isAfter(now)).isPresent();
    return before.judgedAt.isPresent() && (sameNumbers || (sameVerdicts && young))
        ? new Trail(
            id,
            cause,
            basis,
            judgedSince,
            before.judgedAt,
            mostReady,
            progressedAt,
            before.checks,
            before.observed,
            failed)
        : this;
  }

  private static List<String> verdicts(List<CheckStatus> checks) {
    return checks.stream().map(check -> check.name() + " " + check.verdict()).toList();
  }

  /** Whether this revision was given up. */
  public boolean gaveUp(String revision) {
    return failed.filter(it -> Objects.equals(it.revision(), revision)).isPresent();
  }

  private static Optional<Instant> time(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
