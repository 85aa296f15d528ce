package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.batch.desired.RunJobs;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.document.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a pod said at its end.
 *
 * @param pod its name
 * @param ended how its container did
 * @param eviction what the kubelet said when it put the pod out; empty where it did not
 */
record LastWord(String pod, ContainerStateTerminated ended, Optional<String> eviction) {

  /**
   * Of several that failed the one that says why comes last. When a Job gives up, the pods beside
   * the one that failed are killed, and end after it without a word.
   */
  static final Comparator<LastWord> BY_WEIGHT =
      Comparator.comparingInt(LastWord::weight)
          .thenComparing(LastWord::at)
          .thenComparing(LastWord::pod);

  static final Comparator<LastWord> BY_TIME =
      Comparator.comparing(LastWord::at).thenComparing(LastWord::pod);

  /** With which Spark itself ends a driver whose executors fail again and again. */
  private static final int EXECUTORS_FAILED = 11;

  /** Of a log that nobody meant to be a word. */
  private static final int LONGEST_TAIL = 400;

  /** Killed, and told to leave. */
  private static final Set<Integer> SIGNALS = Set.of(137, 143);

  private record Failure(String reason, String message) {}

  /** Of a pod whose container has ended. */
  static Optional<LastWord> of(Pod pod) {
    Optional<String> eviction = eviction(pod);
    return statuses(pod)
        .filter(status -> status.getState() != null && status.getState().getTerminated() != null)
        .map(status -> status.getState().getTerminated())
        .findFirst()
        // One that was put out early has no container that ended.
        .or(() -> eviction.map(words -> new ContainerStateTerminatedBuilder().build()))
        .map(ended -> new LastWord(pod.getMetadata().getName(), ended, eviction));
  }

  private static Optional<String> eviction(Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .filter(status -> "Evicted".equals(status.getReason()))
        .map(status -> Objects.requireNonNullElse(status.getMessage(), "").strip());
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : pod.getStatus().getContainerStatuses().stream();
  }

  boolean isSuccess() {
    return ended.getExitCode() != null && ended.getExitCode() == 0;
  }

  /** Whether it had no say in its end: it left with its node, or its Job ended without it. */
  boolean isKilled() {
    return eviction.isEmpty()
        && ended.getExitCode() != null
        && SIGNALS.contains(ended.getExitCode())
        && !isOutOfMemory()
        && message().isEmpty();
  }

  /** Whether another pod would do no better. */
  boolean isHopeless() {
    return Objects.equals(ended.getExitCode(), RunJobs.HOPELESS);
  }

  private int weight() {
    if (isKilled()) {
      return 0;
    }
    if (isHopeless()) {
      return 3;
    }
    return said().isPresent() || isOutOfMemory() || eviction.isPresent() ? 2 : 1;
  }

  /** What it came to; empty where it left no document. */
  Optional<JsonNode> result() {
    return isSuccess()
        ? Json.read(message(), JsonNode.class).filter(JsonNode::isObject)
        : Optional.empty();
  }

  /** Why it failed, in its own words. */
  Why failure() {
    Optional<Failure> said = said();
    if (said.isPresent()) {
      String reason = said.get().reason();
      boolean known = Reason.of(reason).isPresent() || BatchReason.of(reason).isPresent();
      return new Why(
          known ? reason : BatchReason.JOB_FAILED.value(),
          "pod %s: %s".formatted(pod, said.get().message()));
    }
    if (eviction.isPresent()) {
      return Why.of(
          BatchReason.JOB_FAILED,
          "pod %s was evicted: %s; change spec.engine.resources or splitSize"
              .formatted(pod, eviction.get()));
    }
    if (isOutOfMemory()) {
      return new Why(
          Reason.OUT_OF_MEMORY.value(),
          "pod %s was killed at its memory limit; raise spec.engine.resources".formatted(pod));
    }
    if (Objects.equals(ended.getExitCode(), EXECUTORS_FAILED)) {
      return Why.of(
          BatchReason.EXECUTORS_REFUSED,
          ("pod %s: Spark gave up, since executors could not be made or ended one after the other:"
                  + " a quota, an admission rule, or an account that may not make pods. What they"
                  + " said is shown by kubectl slipway batch logs --phase executor; the driver's"
                  + " log ends with: %s")
              .formatted(pod, tail()));
    }
    return new Why(
        Reason.CRASH_LOOP.value(),
        "pod %s ended with exit code %s: %s"
            .formatted(
                pod, ended.getExitCode(), message().isEmpty() ? "it left no message" : message()));
  }

  private Optional<Failure> said() {
    return Json.read(message(), Failure.class)
        .filter(failure -> failure.reason() != null && failure.message() != null);
  }

  private boolean isOutOfMemory() {
    return "OOMKilled".equals(ended.getReason());
  }

  /** When it ended; the beginning of time where that is not known. */
  Instant at() {
    return ended.getFinishedAt() == null ? Instant.EPOCH : Instant.parse(ended.getFinishedAt());
  }

  /** How long it ran. */
  Optional<Duration> took() {
    return ended.getStartedAt() == null || ended.getFinishedAt() == null
        ? Optional.empty()
        : Optional.of(
            Duration.between(
                Instant.parse(ended.getStartedAt()), Instant.parse(ended.getFinishedAt())));
  }

  private String tail() {
    String log = message();
    return log.isEmpty()
        ? "nothing"
        : log.substring(Math.max(0, log.length() - LONGEST_TAIL)).strip();
  }

  private String message() {
    return ended.getMessage() == null ? "" : ended.getMessage().strip();
  }
}
