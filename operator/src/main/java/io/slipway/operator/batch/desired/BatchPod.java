package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.operator.desired.SecuredPod;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of runs and look-ups have alike. What a person wrote in {@code podTemplate} comes
 * first and what Slipway needs is added to it.
 *
 * @param owner whose pod
 * @param role what it is for, the first argument of its container
 * @param user what a person wrote
 * @param resources what the container is given
 */
record BatchPod(
    Owner owner,
    String role,
    PodTemplate user,
    @Nullable ResourceRequirements resources,
    BatchVolumes volumes) {

  static final String CONTAINER = "batch";

  /** A split that is told to leave has only to stop. */
  private static final long GRACE_SECONDS = 30;

  /** The one container. */
  ContainerBuilder container(String image) {
    return SecuredPod.container(CONTAINER, image)
        .withArgs(role)
        .withEnv(user.env())
        .withEnvFrom(user.envFrom())
        .withResources(resources)
        .withVolumeMounts(volumes.mounts());
  }

  /**
   * The pod around it.
   *
   * @param group that claims are given to where the pod writes some; empty for none
   */
  PodTemplateSpec template(
      ContainerBuilder container, @Nullable String restartPolicy, OptionalLong group) {
    PodSpecBuilder pod =
        SecuredPod.pod(container.build())
            .withServiceAccountName(account())
            .withRestartPolicy(restartPolicy)
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withNodeSelector(new TreeMap<>(user.nodeSelector()))
            .withTolerations(user.tolerations())
            .withAffinity(user.affinity())
            .withTopologySpreadConstraints(user.topologySpreadConstraints())
            .withPriorityClassName(user.priorityClassName())
            .withImagePullSecrets(user.imagePullSecrets())
            .withVolumes(volumes.volumes());
    if (group.isPresent() && volumes.writesClaims()) {
      pod.editOrNewSecurityContext()
          .withFsGroup(group.getAsLong())
          // A claim of a million parts would otherwise be gone through for each pod.
          .withFsGroupChangePolicy("OnRootMismatch")
          .endSecurityContext();
    }
    Map<String, String> labels = new TreeMap<>(user.labels());
    labels.putAll(BatchLabels.of(owner, role));
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(new TreeMap<>(user.annotations()))
        .endMetadata()
        .withSpec(pod.build())
        .build();
  }

  private String account() {
    return user.serviceAccountName() == null
        ? BatchNames.account(owner.name())
        : user.serviceAccountName();
  }

  /** The account to make: without any right, and without a token. */
  static Optional<ServiceAccount> account(Owner owner, PodTemplate user) {
    if (user.serviceAccountName() != null) {
      return Optional.empty();
    }
    ServiceAccount account = new ServiceAccount();
    account.setMetadata(owner.metadata(BatchNames.account(owner.name()), BatchLabels.of(owner)));
    account.setAutomountServiceAccountToken(false);
    return Optional.of(account);
  }
}
