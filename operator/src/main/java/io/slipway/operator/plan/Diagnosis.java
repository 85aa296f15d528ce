package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why pods do not become ready, in their own words or the scheduler's, as soon as it is known that
 * waiting alone does not help. A trouble is gone when its cause is: nothing is remembered.
 *
 * @param now the time of the observation
 * @param mountFailures the kubelet's words on mounts that it cannot find, by the UID of a pod
 */
public record Diagnosis(Instant now, Map<String, String> mountFailures) {

  /** A node may be on its way, or a pod about to leave one. */
  private static final Duration SCHEDULER_PATIENCE = Duration.ofSeconds(10);

  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(30);

  private static final Set<String> IMAGE_REASONS =
      Set.of("ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");

  private static final Set<String> CONTAINER_REASONS =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /** The scheduler's words, which start with it, on a claim that does not exist. */
  private static final Pattern NO_CLAIM =
      Pattern.compile("persistentvolumeclaim \"[^\"]*\" not found");

  /** What a container may say at its end. */
  private record LastWords(String reason, String message) {}

  /** With what an observation holds. */
  static Diagnosis by(Observation observation) {
    return new Diagnosis(observation.now(), observation.mountFailures());
  }

  /** Why a revision does not get all the pods that it should have. */
  Optional<Trouble> of(RevisionFacts revision, int replicas) {
    if (revision.ready().size() >= replicas) {
      return unreadable(revision);
    }
    return Stream.concat(
            revision.pods().stream()
                .filter(pod -> !pod.ready())
                .flatMap(pod -> ofPod(pod).stream()),
            deployments(revision).flatMap(deployment -> ofDeployment(deployment).stream()))
        .findFirst();
  }

  /** Why a single pod does not start; of a pod that ended, why it did. */
  public Optional<Trouble> ofPod(Pod pod) {
    return unschedulable(pod)
        .or(() -> unmounted(pod))
        .or(() -> containers(pod).stream().flatMap(status -> waiting(pod, status)).findFirst())
        .or(() -> containers(pod).stream().flatMap(status -> ended(pod, status)).findFirst());
  }

  /** Since when no node takes the pod; empty when one does. */
  static Optional<Instant> unschedulableSince(Pod pod) {
    return unschedulableCondition(pod).map(PodCondition::getLastTransitionTime).map(Instant::parse);
  }

  /** Whether no node takes the pod for want of a resource, and did not for a while. */
  boolean lacks(Pod pod, String resource) {
    return unschedulableCondition(pod)
        .filter(condition -> isOlderThan(condition.getLastTransitionTime(), SCHEDULER_PATIENCE))
        .filter(
            condition ->
                String.valueOf(condition.getMessage()).contains("Insufficient " + resource))
        .isPresent();
  }

  private Optional<Trouble> ofPod(PodFacts pod) {
    return pod.fresh()
        .filter(report -> !report.reason().isEmpty())
        .map(report -> trouble(pod.pod(), report.reason(), report.message()))
        .or(() -> ofPod(pod.pod()));
  }

  private Optional<Trouble> unschedulable(Pod pod) {
    return unschedulableCondition(pod)
        .filter(condition -> isOlderThan(condition.getLastTransitionTime(), SCHEDULER_PATIENCE))
        .map(
            condition -> {
              String words = String.valueOf(condition.getMessage());
              return new Trouble(
                  NO_CLAIM.matcher(words).find() ? Reason.MOUNT_NOT_FOUND : Reason.UNSCHEDULABLE,
                  "pod " + name(pod) + ": " + words);
            });
  }

  private Optional<Trouble> unmounted(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getUid())
        .map(mountFailures::get)
        .map(words -> new Trouble(Reason.MOUNT_NOT_FOUND, "pod " + name(pod) + ": " + words));
  }

  private static Optional<PodCondition> unschedulableCondition(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals("PodScheduled"))
            .filter(condition -> condition.getStatus().equals("False"))
            .filter(condition -> "Unschedulable".equals(condition.getReason()))
            .findFirst();
  }

  private static Stream<Trouble> waiting(Pod pod, ContainerStatus status) {
    ContainerStateWaiting waiting =
        status.getState() == null ? null : status.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null) {
      return Stream.empty();
    }
    String words = "pod " + name(pod) + ": " + String.valueOf(waiting.getMessage());
    if (IMAGE_REASONS.contains(waiting.getReason())) {
      return Stream.of(new Trouble(Reason.IMAGE_PULL_FAILED, words));
    }
    if (CONTAINER_REASONS.contains(waiting.getReason())) {
      return Stream.of(new Trouble(Reason.CONFIG_INVALID, words));
    }
    return Stream.empty();
  }

  /** The last end of a container that is not ready, also while it starts again. */
  private static Stream<Trouble> ended(Pod pod, ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState())
        .filter(state -> state != null && state.getTerminated() != null)
        .map(state -> state.getTerminated())
        .filter(end -> end.getExitCode() == null || end.getExitCode() != 0)
        .limit(1)
        .map(end -> ended(pod, end));
  }

  private static Trouble ended(Pod pod, ContainerStateTerminated end) {
    String message = end.getMessage() == null ? "" : end.getMessage().strip();
    Optional<LastWords> words =
        Json.read(message, LastWords.class).filter(said -> Reason.of(said.reason()).isPresent());
    if (words.isPresent()) {
      return trouble(pod, words.get().reason(), words.get().message());
    }
    if ("OOMKilled".equals(end.getReason())) {
      return new Trouble(
          Reason.OUT_OF_MEMORY,
          "pod " + name(pod) + " was killed at its memory limit; raise spec.resources");
    }
    String said = message.isEmpty() ? "it left no message" : message;
    return new Trouble(
        Reason.CRASH_LOOP,
        "pod " + name(pod) + " ends with exit code " + end.getExitCode() + ": " + said);
  }

  private static Trouble trouble(Pod pod, String reason, String message) {
    return new Trouble(
        Reason.of(reason).orElse(Reason.CRASH_LOOP), "pod " + name(pod) + ": " + message);
  }

  /** What keeps a Deployment from making pods at all: quota, pod security, an admission rule. */
  private static Optional<Trouble> ofDeployment(Deployment deployment) {
    List<DeploymentCondition> conditions =
        deployment.getStatus() == null ? List.of() : deployment.getStatus().getConditions();
    return conditions.stream()
        .filter(condition -> isFailure(condition))
        .map(
            condition ->
                new Trouble(
                    condition.getType().equals("ReplicaFailure")
                        ? Reason.POD_REFUSED
                        : Reason.PROGRESS_DEADLINE_EXCEEDED,
                    "Deployment "
                        + deployment.getMetadata().getName()
                        + ": "
                        + condition.getMessage()))
        .findFirst();
  }

  private static boolean isFailure(DeploymentCondition condition) {
    return (condition.getType().equals("ReplicaFailure") && condition.getStatus().equals("True"))
        || (condition.getType().equals("Progressing")
            && condition.getStatus().equals("False")
            && "ProgressDeadlineExceeded".equals(condition.getReason()));
  }

  /** Pods that the kubelet can reach and the operator cannot. */
  private Optional<Trouble> unreadable(RevisionFacts revision) {
    return revision.ready().stream()
        .filter(pod -> pod.fresh().isEmpty())
        .filter(
            pod ->
                readySince(pod.pod()).filter(since -> isOlder(since, REPORT_PATIENCE)).isPresent())
        .findFirst()
        .map(
            pod ->
                new Trouble(
                    Reason.STATUS_UNREACHABLE,
                    "pod "
                        + pod.name()
                        + " is ready and does not answer the operator on port 9090"));
  }

  private static Optional<Instant> readySince(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .filter(condition -> condition.getLastTransitionTime() != null)
        .map(condition -> Instant.parse(condition.getLastTransitionTime()))
        .findFirst();
  }

  private boolean isOlderThan(@org.jspecify.annotations.Nullable String time, Duration patience) {
    return time == null || isOlder(Instant.parse(time), patience);
  }

  private boolean isOlder(Instant since, Duration patience) {
    return !since.plus(patience).isAfter(now);
  }

  private static Stream<Deployment> deployments(RevisionFacts revision) {
    return Stream.concat(revision.deployment().stream(), revision.fallback().stream());
  }

  private static List<ContainerStatus> containers(Pod pod) {
    return pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
