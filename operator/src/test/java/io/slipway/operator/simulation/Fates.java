package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.slipway.operator.document.Json;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happens to pods that do not become ready. */
final class Fates {

  private Fates() {}

  static Consumer<ToyPod> only(Predicate<ToyPod> which, Consumer<ToyPod> fate) {
    return pod -> {
      if (which.test(pod)) {
        fate.accept(pod);
      }
    };
  }

  /** The container ends with the contract's last words, and is started again and again. */
  static Consumer<ToyPod> endsWith(String reason, String message) {
    return crashes(Json.write(Map.of("reason", reason, "message", message)));
  }

  static Consumer<ToyPod> crashes(String lastWords) {
    return pod ->
        pod.container =
            waiting("CrashLoopBackOff", "back-off 10s restarting failed container")
                .withNewLastState()
                .withTerminated(end(1, lastWords, pod.created))
                .endLastState()
                .build();
  }

  static Consumer<ToyPod> waits(String reason, String message) {
    return pod -> pod.container = waiting(reason, message).build();
  }

  static Consumer<ToyPod> unschedulable(String words) {
    return pod ->
        pod.scheduled =
            new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(words)
                .withLastTransitionTime(pod.created.toString())
                .build();
  }

  static ContainerStatus ended(int code, String lastWords, Instant at) {
    return new ContainerStatusBuilder()
        .withName("model")
        .withNewState()
        .withTerminated(end(code, lastWords, at))
        .endState()
        .build();
  }

  private static ContainerStateTerminated end(int code, String lastWords, Instant at) {
    return new ContainerStateTerminatedBuilder()
        .withExitCode(code)
        .withReason(code == 0 ? "Completed" : "Error")
        .withMessage(lastWords)
        .withFinishedAt(at.toString())
        .build();
  }

  private static ContainerStatusBuilder waiting(String reason, String message) {
    return new ContainerStatusBuilder()
        .withName("model")
        .withNewState()
        .withNewWaiting(message, reason)
        .endState();
  }
}
