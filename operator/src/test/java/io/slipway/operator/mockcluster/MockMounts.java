package io.slipway.operator.mockcluster;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.time.Instant;

/** What a kubelet does about a pod that mounts the ConfigMap {@code no-such-map}. */
record MockMounts(NamespacedKubernetesClient client) {

  private static final String MISSING = "no-such-map";
  private static final String WORDS =
      "MountVolume.SetUp failed for volume \"source\" : configmap \"%s\" not found"
          .formatted(MISSING);

  static boolean fail(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .anyMatch(
            volume ->
                volume.getConfigMap() != null && MISSING.equals(volume.getConfigMap().getName()));
  }

  /** Says so in an event of the older API, as kubelets do. */
  void tell(Pod pod) {
    String now = Instant.now().toString();
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName() + ".1")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason("FailedMount")
                .withMessage(WORDS)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .build())
        .serverSideApply();
  }

  /** The status in which the pod stays. */
  static PodStatus waiting() {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("True")
        .withLastTransitionTime(Instant.now().toString())
        .endCondition()
        .addNewContainerStatus()
        .withName("model")
        .withImage("runtime")
        .withImageID("")
        .withReady(false)
        .withRestartCount(0)
        .withNewState()
        .withNewWaiting(null, "ContainerCreating")
        .endState()
        .endContainerStatus()
        .build();
  }
}
