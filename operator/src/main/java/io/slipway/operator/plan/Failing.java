package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.status.Trail;
import io.slipway.operator.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When waiting for a candidate's pods is over: at once for what no waiting mends, and at the
 * progress deadline for the rest.
 *
 * @param next the candidate
 * @param size how many pods it is to have now
 */
record Failing(Facts facts, RevisionFacts next, int size, Trail trail) {

  /** The same file, image or limit will give the same answer the next time. */
  private static final Set<Reason> FOR_GOOD =
      Set.of(
          Reason.CONFIG_INVALID,
          Reason.SOURCE_FORBIDDEN,
          Reason.SOURCE_NOT_FOUND,
          Reason.SOURCE_TOO_LARGE,
          Reason.SOURCE_UNSUPPORTED,
          Reason.DIGEST_MISMATCH,
          Reason.FORMAT_UNKNOWN,
          Reason.FORMAT_MISMATCH,
          Reason.MODEL_INVALID,
          Reason.MODEL_UNSUPPORTED,
          Reason.MODEL_TOO_LARGE,
          Reason.LOAD_TIMEOUT,
          Reason.EXECUTION_PROVIDER_UNAVAILABLE,
          Reason.WARM_UP_FAILED);

  /** What may be an accident once, and is none when it happens again and again. */
  private static final Set<Reason> AGAIN_AND_AGAIN =
      Set.of(Reason.CRASH_LOOP, Reason.OUT_OF_MEMORY, Reason.SCORING_LOST, Reason.INTERNAL);

  private static final int RESTARTS = 3;

  /** A registry may be slow to answer the first time. */
  private static final Duration PULL_PATIENCE = Duration.ofSeconds(60);

  /** Why the candidate is to be given up; empty while there is hope. */
  Optional<FailedRevision> failure() {
    if (next.reachable() >= size) {
      return Optional.empty();
    }
    Optional<Trouble> trouble = Diagnosis.by(facts.observation()).of(next, size);
    return trouble
        .filter(this::isHopeless)
        .or(() -> isOverdue() ? Optional.of(overdue(trouble)) : Optional.empty())
        .map(it -> failed(facts, next.name(), it.reason(), it.message()));
  }

  static FailedRevision failed(Facts facts, String revision, Reason reason, String message) {
    return new FailedRevision(
        revision, reason.value(), message, facts.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private boolean isHopeless(Trouble trouble) {
    if (FOR_GOOD.contains(trouble.reason())) {
      return true;
    }
    if (AGAIN_AND_AGAIN.contains(trouble.reason())) {
      return next.pods().stream().anyMatch(pod -> restarts(pod.pod()) >= RESTARTS);
    }
    return trouble.reason() == Reason.IMAGE_PULL_FAILED
        && next.pods().stream()
            .filter(pod -> !pod.ready())
            .flatMap(pod -> created(pod.pod()).stream())
            .anyMatch(since -> !since.plus(PULL_PATIENCE).isAfter(facts.now()));
  }

  /**
   * Only real progress moves the deadline: more pods ready than ever before. Pods that flap are
   * none. Once the candidate has callers, a pod that is missing has the deadline to come back, and
   * one that an autoscaler has asked for since has the deadline to come.
   */
  boolean isOverdue() {
    Instant since = trail.progressedAt().orElse(facts.now());
    boolean preparing = facts.course().isIn(RolloutState.PREPARING);
    return facts.isOverdue(preparing ? since : latest(since, missingSince()));
  }

  private Trouble overdue(Optional<Trouble> trouble) {
    return trouble.orElseGet(
        () ->
            new Trouble(
                Reason.PROGRESS_DEADLINE_EXCEEDED,
                "%d of %d pods of %s are ready, and no more became so within %s"
                    .formatted(
                        next.ready().size(),
                        size,
                        next.name(),
                        facts.rollout().progressDeadline())));
  }

  /**
   * Since when pods are missing: those that are not ready, else those that are not there. Where all
   * are there and ready they are only not found by name yet, which is no fault of theirs.
   */
  private Instant missingSince() {
    return next.pods().stream()
        .filter(pod -> !pod.ready())
        .flatMap(pod -> notReadySince(pod.pod()).stream())
        .min(Instant::compareTo)
        .or(() -> next.pods().size() < size ? unfilledSince() : Optional.empty())
        .orElse(facts.now());
  }

  /** Since when the Deployment has had fewer pods than it was asked for; empty where it has not. */
  private Optional<Instant> unfilledSince() {
    return Stream.of(next.deployment(), next.fallback())
        .flatMap(Optional::stream)
        .filter(deployment -> deployment.getStatus() != null)
        .filter(Failing::hasSeenItsSize)
        .flatMap(deployment -> deployment.getStatus().getConditions().stream())
        .filter(it -> it.getType().equals("Available") && it.getStatus().equals("False"))
        .map(DeploymentCondition::getLastTransitionTime)
        .filter(time -> time != null)
        .map(Instant::parse)
        .min(Instant::compareTo);
  }

  private static boolean hasSeenItsSize(Deployment deployment) {
    return Objects.equals(
        deployment.getStatus().getObservedGeneration(), deployment.getMetadata().getGeneration());
  }

  private static Optional<Instant> notReadySince(Pod pod) {
    return pod.getStatus() == null
        ? created(pod)
        : pod.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .map(PodCondition::getLastTransitionTime)
            .filter(time -> time != null)
            .map(Instant::parse)
            .findFirst()
            .or(() -> created(pod));
  }

  private static Optional<Instant> created(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getCreationTimestamp()).map(Instant::parse);
  }

  private static int restarts(Pod pod) {
    return pod.getStatus() == null
        ? 0
        : pod.getStatus().getContainerStatuses().stream()
            .map(ContainerStatus::getRestartCount)
            .filter(count -> count != null)
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
