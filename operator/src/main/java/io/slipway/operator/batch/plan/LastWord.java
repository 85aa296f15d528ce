package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.document.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pod said at its end.
 *
 * @param pod its name
 * @param ended how its container did
 */
record LastWord(String pod, ContainerStateTerminated ended) {

  private record Failure(String reason, String message) {}

  /** Of a pod whose container has ended. */
  static Optional<LastWord> of(Pod pod) {
    return statuses(pod)
        .filter(status -> status.getState() != null && status.getState().getTerminated() != null)
        .map(status -> new LastWord(pod.getMetadata().getName(), status.getState().getTerminated()))
        .findFirst();
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : pod.getStatus().getContainerStatuses().stream();
  }

  boolean isSuccess() {
    return ended.getExitCode() != null && ended.getExitCode() == 0;
  }

  /** What it came to; empty where it left no document. */
  Optional<JsonNode> result() {
    return isSuccess()
        ? Json.read(message(), JsonNode.class).filter(JsonNode::isObject)
        : Optional.empty();
  }

  /** Why it failed, in its own words. */
  Why failure() {
    Optional<Failure> said =
        Json.read(message(), Failure.class)
            .filter(failure -> failure.reason() != null && failure.message() != null);
    if (said.isPresent()) {
      String reason = said.get().reason();
      boolean known = Reason.of(reason).isPresent() || BatchReason.of(reason).isPresent();
      return new Why(
          known ? reason : BatchReason.JOB_FAILED.value(),
          "pod %s: %s".formatted(pod, said.get().message()));
    }
    if ("OOMKilled".equals(ended.getReason())) {
      return new Why(
          Reason.OUT_OF_MEMORY.value(),
          "pod %s was killed at its memory limit; raise spec.engine.resources".formatted(pod));
    }
    return new Why(
        Reason.CRASH_LOOP.value(),
        "pod %s ended with exit code %s: %s"
            .formatted(
                pod, ended.getExitCode(), message().isEmpty() ? "it left no message" : message()));
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

  private String message() {
    return ended.getMessage() == null ? "" : ended.getMessage().strip();
  }
}
