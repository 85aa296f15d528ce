package io.slipway.operator.desired;

import static java.util.stream.Collectors.toCollection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.operator.observe.OperatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the pods that serve a model and the one that resolves it have alike: source, credentials,
 * limits and security. What a person wrote in {@code podTemplate} comes first and what Slipway
 * needs is added to it.
 *
 * @param resource whose pod
 * @param settings what the installation decides
 * @param accelerator what it scores on
 */
record ModelPod(ModelDeployment resource, OperatorSettings settings, Accelerator accelerator) {

  private static final String CONTAINER = "model";

  /** Longer than the drain (10 s) and the longest request (30 s) together. */
  private static final long GRACE_SECONDS = 60;

  private static final String VISIBLE_GPUS = "NVIDIA_VISIBLE_DEVICES";

  /** The one container, with nothing yet of what it is for. */
  ContainerBuilder container(String image) {
    return SecuredPod.container(CONTAINER, image)
        .withEnv(variables())
        .withEnvFrom(user().envFrom())
        .withResources(resources())
        .withVolumeMounts(volumes().mounts());
  }

  /** The pod around it. */
  PodSpecBuilder pod(Container container) {
    Optional<Gpu> gpu = gpu();
    Map<String, String> nodes = new TreeMap<>(user().nodeSelector());
    gpu.ifPresent(wanted -> nodes.putAll(wanted.nodeSelector()));
    List<Toleration> tolerations =
        Stream.concat(
                user().tolerations().stream(),
                gpu.stream().flatMap(wanted -> wanted.tolerations().stream()))
            .collect(toCollection(ArrayList::new));
    return SecuredPod.pod(container)
        .withServiceAccountName(ServiceAccounts.nameFor(resource))
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withRuntimeClassName(gpu.map(Gpu::runtimeClassName).orElse(null))
        .withNodeSelector(nodes)
        .withTolerations(tolerations)
        .withAffinity(user().affinity())
        .withTopologySpreadConstraints(user().topologySpreadConstraints())
        .withPriorityClassName(user().priorityClassName())
        .withImagePullSecrets(user().imagePullSecrets())
        .withVolumes(volumes().volumes());
  }

  /**
   * The pod as a template.
   *
   * @param own Slipway's labels, which win over the user's
   */
  PodTemplateSpec template(Map<String, String> own, PodSpec spec) {
    Map<String, String> labels = new TreeMap<>(user().labels());
    labels.putAll(own);
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(new TreeMap<>(user().annotations()))
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  PodVolumes volumes() {
    return new PodVolumes(resource, settings);
  }

  private List<EnvVar> variables() {
    List<EnvVar> variables = new ArrayList<>(user().env());
    boolean said = variables.stream().anyMatch(given -> given.getName().equals(VISIBLE_GPUS));
    if (accelerator == Accelerator.CPU && !said) {
      // Where NVIDIA's container runtime is a node's default, an image's own "all" would show a
      // pod that asks for no GPU every one of them.
      variables.add(new EnvVarBuilder().withName(VISIBLE_GPUS).withValue("void").build());
    }
    return variables;
  }

  private ResourceRequirements resources() {
    ResourceRequirements wanted = resource.getSpec().resources();
    ResourceRequirementsBuilder resources =
        wanted == null
            ? new ResourceRequirementsBuilder()
            : new ResourceRequirementsBuilder(wanted);
    gpu()
        .ifPresent(
            gpu -> {
              Quantity count = new Quantity(Integer.toString(gpu.count()));
              // An extended resource's request is its limit; the API server would fill it in.
              resources.addToLimits(gpu.resourceName(), count);
              resources.addToRequests(gpu.resourceName(), count);
            });
    return resources.build();
  }

  private Optional<Gpu> gpu() {
    return accelerator == Accelerator.GPU
        ? Optional.ofNullable(resource.getSpec().gpu())
        : Optional.empty();
  }

  private PodTemplate user() {
    return resource.getSpec().podTemplateOrNone();
  }
}
