package io.slipway.operator.desired;

import static java.util.stream.Collectors.toCollection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.slipway.api.v1alpha1.CustomRuntime;
import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.operator.observe.OperatorSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Renders pods: those that serve a revision, and the one that resolves a model. Both have the same
 * source, credentials, limits and security; what a person wrote in {@code podTemplate} comes first
 * and what Slipway needs is added to it.
 *
 * @param resource whose pods
 * @param settings the default images
 */
record PodTemplates(ModelDeployment resource, OperatorSettings settings) {

  static final String CONTAINER = "model";
  static final String HTTP = "http";
  static final String OPERATOR = "operator";
  static final int HTTP_PORT = 8080;
  static final int OPERATOR_PORT = 9090;

  /** Longer than the drain (10 s) and the longest request (30 s) together. */
  private static final long GRACE_SECONDS = 60;

  private static final String CONFIG = "/etc/slipway/";
  private static final String FROM_LOGS = "FallbackToLogsOnError";

  /** The template of a revision's pods. */
  PodTemplateSpec serving(String revision, Accelerator accelerator) {
    Map<String, String> labels = new TreeMap<>(user().labels());
    labels.putAll(Labels.ofRevision(name(), revision));
    labels.put(Labels.ACCELERATOR, accelerator.label());
    labels.put(Labels.ENTRY, "true");
    labels.put(Labels.ROLE, Labels.SERVING);
    Container container =
        container(image(accelerator))
            .withArgs(arguments())
            .addAllToEnv(downward())
            .addNewEnv()
            .withName("SLIPWAY_REVISION")
            .withValue(revision)
            .endEnv()
            .addNewPort()
            .withName(HTTP)
            .withContainerPort(HTTP_PORT)
            .withProtocol("TCP")
            .endPort()
            .addNewPort()
            .withName(OPERATOR)
            .withContainerPort(OPERATOR_PORT)
            .withProtocol("TCP")
            .endPort()
            .withReadinessProbe(isCustom() ? probe("/v2/health/ready", HTTP) : readiness())
            .withLivenessProbe(isCustom() ? null : liveness())
            .withResources(resources(accelerator))
            .editSecurityContext()
            // A team's own server may write where it likes in its own container; ours does not.
            .withReadOnlyRootFilesystem(isCustom() ? null : true)
            .endSecurityContext()
            .addNewVolumeMount()
            .withName("revision")
            .withMountPath(CONFIG + "revision")
            .withReadOnly(true)
            .endVolumeMount()
            .addNewVolumeMount()
            .withName("traffic")
            .withMountPath(CONFIG + "traffic")
            .withReadOnly(true)
            .endVolumeMount()
            .build();
    PodSpec spec =
        pod(container, accelerator)
            .addToVolumes(revisionVolume(revision, accelerator), trafficVolume())
            .build();
    return template(labels, spec);
  }

  /** The template of the pod that resolves the model. */
  PodTemplateSpec resolver() {
    ModelDeploymentSpec spec = resource.getSpec();
    Map<String, String> labels = new TreeMap<>(user().labels());
    labels.putAll(Labels.ofDeployment(name()));
    labels.put(Labels.ROLE, Labels.RESOLVER);
    List<EnvVar> source = new ArrayList<>();
    source.add(variable("SLIPWAY_MODEL_URI", spec.model().uri()));
    if (spec.model().digest() != null) {
      source.add(variable("SLIPWAY_MODEL_DIGEST", spec.model().digest()));
    }
    if (spec.model().format() != null) {
      source.add(variable("SLIPWAY_MODEL_FORMAT", spec.model().format().name()));
    }
    Container container =
        container(settings.runtimeImage())
            // A format of the team's own can be pinned, not read.
            .withArgs(isCustom() ? "--resolve-digest" : "--resolve")
            .addAllToEnv(source)
            .withResources(resources(Accelerator.CPU))
            .build();
    return template(labels, pod(container, Accelerator.CPU).withRestartPolicy("Never").build());
  }

  private PodTemplateSpec template(Map<String, String> labels, PodSpec spec) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(new TreeMap<>(user().annotations()))
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private ContainerBuilder container(String image) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withEnv(user().env())
        .withEnvFrom(user().envFrom())
        .withSecurityContext(security())
        .withTerminationMessagePolicy(FROM_LOGS)
        .withVolumeMounts(mounts());
  }

  private PodSpecBuilder pod(Container container, Accelerator accelerator) {
    Optional<Gpu> gpu = gpu(accelerator);
    Map<String, String> nodes = new TreeMap<>(user().nodeSelector());
    gpu.ifPresent(wanted -> nodes.putAll(wanted.nodeSelector()));
    List<Toleration> tolerations =
        Stream.concat(
                user().tolerations().stream(),
                gpu.stream().flatMap(wanted -> wanted.tolerations().stream()))
            .collect(toCollection(ArrayList::new));
    return new PodSpecBuilder()
        .withContainers(container)
        .withServiceAccountName(ServiceAccounts.nameFor(resource))
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withRuntimeClassName(gpu.map(Gpu::runtimeClassName).orElse(null))
        .withNodeSelector(nodes)
        .withTolerations(tolerations)
        .withAffinity(user().affinity())
        .withTopologySpreadConstraints(user().topologySpreadConstraints())
        .withPriorityClassName(user().priorityClassName())
        .withImagePullSecrets(user().imagePullSecrets())
        .withVolumes(volumes());
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>(user().volumes());
    volumes.add(emptyDir("cache"));
    volumes.add(emptyDir("tmp"));
    String secret = resource.getSpec().model().credentialsSecret();
    if (secret != null) {
      volumes.add(
          new VolumeBuilder()
              .withName("credentials")
              .withNewSecret()
              .withSecretName(secret)
              .endSecret()
              .build());
    }
    ModelLocation.volume(resource.getSpec().model().uri()).ifPresent(volumes::add);
    return volumes;
  }

  private List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>(user().volumeMounts());
    mounts.add(
        new VolumeMountBuilder().withName("cache").withMountPath("/var/cache/slipway").build());
    mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
    if (resource.getSpec().model().credentialsSecret() != null) {
      mounts.add(readOnly("credentials"));
    }
    if (ModelLocation.volume(resource.getSpec().model().uri()).isPresent()) {
      mounts.add(readOnly(ModelLocation.VOLUME));
    }
    return mounts;
  }

  private Volume revisionVolume(String revision, Accelerator accelerator) {
    return new VolumeBuilder()
        .withName("revision")
        .withNewConfigMap()
        .withName(revision)
        .addNewItem(RevisionDocuments.key(accelerator), null, RevisionDocuments.FILE)
        .endConfigMap()
        .build();
  }

  private Volume trafficVolume() {
    return new VolumeBuilder()
        .withName("traffic")
        .withNewConfigMap()
        .withName(Names.traffic(name()))
        .endConfigMap()
        .build();
  }

  private ResourceRequirements resources(Accelerator accelerator) {
    ResourceRequirements wanted = resource.getSpec().resources();
    ResourceRequirementsBuilder resources =
        wanted == null
            ? new ResourceRequirementsBuilder()
            : new ResourceRequirementsBuilder(wanted);
    gpu(accelerator)
        .ifPresent(
            gpu -> {
              Quantity count = new Quantity(Integer.toString(gpu.count()));
              // An extended resource's request is its limit; the API server would fill it in.
              resources.addToLimits(gpu.resourceName(), count);
              resources.addToRequests(gpu.resourceName(), count);
            });
    return resources.build();
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

  private static Probe readiness() {
    return probe("/ready", OPERATOR);
  }

  private static Probe liveness() {
    return new ProbeBuilder(probe("/live", OPERATOR))
        .withPeriodSeconds(10)
        .withTimeoutSeconds(5)
        .withFailureThreshold(6)
        .build();
  }

  private static Probe probe(String path, String port) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(port))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(2)
        .withTimeoutSeconds(2)
        .withFailureThreshold(2)
        .build();
  }

  private static List<EnvVar> downward() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("POD_NAME", "metadata.name");
    fields.put("POD_NAMESPACE", "metadata.namespace");
    fields.put("POD_UID", "metadata.uid");
    fields.put("POD_IP", "status.podIP");
    List<EnvVar> variables = new ArrayList<>();
    fields.forEach(
        (variable, field) ->
            variables.add(
                new EnvVarBuilder()
                    .withName(variable)
                    .withNewValueFrom()
                    // The version is written out: left away, the object never equals itself.
                    .withNewFieldRef("v1", field)
                    .endValueFrom()
                    .build()));
    return variables;
  }

  private String image(Accelerator accelerator) {
    CustomRuntime custom = resource.getSpec().runtime();
    if (custom != null) {
      return custom.image();
    }
    return accelerator == Accelerator.GPU ? settings.cudaRuntimeImage() : settings.runtimeImage();
  }

  private List<String> arguments() {
    CustomRuntime custom = resource.getSpec().runtime();
    return custom == null ? List.of() : custom.args();
  }

  private Optional<Gpu> gpu(Accelerator accelerator) {
    return accelerator == Accelerator.GPU
        ? Optional.ofNullable(resource.getSpec().gpu())
        : Optional.empty();
  }

  private boolean isCustom() {
    return resource.getSpec().runtime() != null;
  }

  private PodTemplate user() {
    return resource.getSpec().podTemplateOrNone();
  }

  private String name() {
    return resource.getMetadata().getName();
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static Volume emptyDir(String name) {
    return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
  }

  private static VolumeMount readOnly(String name) {
    return new VolumeMountBuilder()
        .withName(name)
        .withMountPath(CONFIG + name)
        .withReadOnly(true)
        .build();
  }
}
