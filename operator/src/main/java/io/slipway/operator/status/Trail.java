package io.slipway.operator.status;

import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RolloutStatus;
import java.time.Instant;
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
 * @param mostReady the most pods of the candidate that were ever ready at once
 * @param progressedAt when that number last rose, or the change began
 * @param findings what its candidate's numbers say
 * @param failed the revision that was given up and is not tried again
 */
public record Trail(
    Optional<String> id,
    Optional<String> cause,
    Optional<String> basis,
    Optional<Instant> judgedSince,
    int mostReady,
    Optional<Instant> progressedAt,
    Findings findings,
    Optional<FailedRevision> failed) {

  /** Of a resource that nothing has happened to. */
  public static final Trail NONE =
      new Trail(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          Findings.NONE,
          Optional.empty());

  /** As a status has it. */
  public static Trail of(ModelDeploymentStatus status) {
    Optional<RolloutStatus> rollout = Optional.ofNullable(status.rollout());
    return new Trail(
        rollout.map(RolloutStatus::id),
        rollout.map(RolloutStatus::cause),
        rollout.map(RolloutStatus::basis),
        rollout.flatMap(it -> time(it.judgedSince())),
        rollout.map(RolloutStatus::mostReady).orElse(0),
        rollout.flatMap(it -> time(it.progressedAt())),
        Findings.of(status),
        status.failedRevisions().stream().findFirst());
  }

  /** That of a change that begins. */
  public Trail begun(String newId, Instant now) {
    return new Trail(
        Optional.of(newId),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.of(now),
        Findings.NONE,
        failed);
  }

  /** That of a change that is over, with what its checks found last. */
  public Trail ended() {
    return new Trail(
        Optional.empty(),
        cause,
        basis,
        Optional.empty(),
        0,
        Optional.empty(),
        findings.ofThePast(),
        failed);
  }

  /** After a look at how many pods are ready: more than ever before is progress. */
  public Trail seen(int ready, Instant now) {
    return ready > mostReady
        ? new Trail(id, cause, basis, judgedSince, ready, Optional.of(now), findings, failed)
        : this;
  }

  /** At the beginning of another state or step, which is progress, too. */
  public Trail entering(Optional<String> newCause, Instant now) {
    return new Trail(
        id, newCause, basis, Optional.empty(), mostReady, Optional.of(now), findings, failed);
  }

  /** With the time of a step counting, from now on where it did not yet. */
  public Trail judgedFrom(Instant now) {
    return judgedSince.isPresent()
        ? this
        : new Trail(id, cause, basis, Optional.of(now), mostReady, progressedAt, findings, failed);
  }

  /** By what evidence, or whose word, callers are moved on. */
  public Trail onTheBasisOf(String newBasis) {
    return new Trail(
        id, cause, Optional.of(newBasis), judgedSince, mostReady, progressedAt, findings, failed);
  }

  /** With what the numbers say now. */
  public Trail found(Findings newFindings) {
    return new Trail(id, cause, basis, judgedSince, mostReady, progressedAt, newFindings, failed);
  }

  /** With another revision given up, or none. */
  public Trail failed(Optional<FailedRevision> newFailed) {
    return new Trail(id, cause, basis, judgedSince, mostReady, progressedAt, findings, newFailed);
  }

  /** Without numbers that say what the last ones said. */
  public Trail calm(Trail before, Instant now) {
    return found(findings.calm(before.findings, now));
  }

  /** Whether this revision was given up. */
  public boolean gaveUp(String revision) {
    return failed.filter(it -> Objects.equals(it.revision(), revision)).isPresent();
  }

  private static Optional<Instant> time(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
