package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/**
 * What every pod of ours is: one container, as restricted pod security wants it, without rights.
 */
public final class SecuredPod {

  private static final String FROM_LOGS = "FallbackToLogsOnError";

  private SecuredPod() {}

  /** The container, with nothing yet of what it is for. */
  public static ContainerBuilder container(String name, String image) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(image)
        .withSecurityContext(security())
        .withTerminationMessagePolicy(FROM_LOGS);
  }

  /** The pod around it. */
  public static PodSpecBuilder pod(Container container) {
    return new PodSpecBuilder()
        .withContainers(container)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext();
  }

  private static SecurityContext security() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
