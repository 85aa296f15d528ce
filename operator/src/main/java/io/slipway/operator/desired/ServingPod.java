package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.slipway.api.v1alpha1.CustomRuntime;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.observe.OperatorSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pods that serve a revision. */
final class ServingPod {

  static final String HTTP = "http";
  static final String GRPC = "grpc";
  static final String OPERATOR = "operator";
  static final int HTTP_PORT = 8080;
  static final int GRPC_PORT = 8081;
  static final int OPERATOR_PORT = 9090;

  /** Ports by name. A team's own server need not speak gRPC. */
  private static final Map<String, Integer> TEAMS =
      new TreeMap<>(Map.of(HTTP, HTTP_PORT, OPERATOR, OPERATOR_PORT));

  private static final Map<String, Integer> OURS =
      new TreeMap<>(Map.of(HTTP, HTTP_PORT, GRPC, GRPC_PORT, OPERATOR, OPERATOR_PORT));

  private ServingPod() {}

  /** The template of a revision's pods. */
  static PodTemplateSpec template(
      ModelDeployment resource,
      OperatorSettings settings,
      String revision,
      Accelerator accelerator) {
    ModelPod common = new ModelPod(resource, settings, accelerator);
    CustomRuntime custom = resource.getSpec().runtime();
    Container container =
        common
            .container(custom == null ? image(settings, accelerator) : custom.image())
            .withArgs(custom == null ? List.of() : custom.args())
            .addAllToEnv(variables(revision))
            .withPorts(ports(custom == null ? OURS : TEAMS))
            .withReadinessProbe(custom == null ? readiness() : probe("/v2/health/ready", HTTP))
            .withLivenessProbe(custom == null ? liveness() : null)
            .editSecurityContext()
            // A team's own server may write where it likes in its own container; ours does not.
            .withReadOnlyRootFilesystem(custom == null ? true : null)
            .endSecurityContext()
            .addAllToVolumeMounts(common.volumes().documentMounts())
            .build();
    PodSpec spec =
        common
            .pod(container)
            .addAllToVolumes(common.volumes().documents(revision, accelerator))
            .build();
    return common.template(labels(resource.getMetadata().getName(), revision, accelerator), spec);
  }

  private static List<ContainerPort> ports(Map<String, Integer> byName) {
    List<ContainerPort> ports = new ArrayList<>();
    byName.forEach(
        (name, number) ->
            ports.add(
                new ContainerPortBuilder()
                    .withName(name)
                    .withContainerPort(number)
                    .withProtocol("TCP")
                    .build()));
    return ports;
  }

  /** A Service's port that leads to the container's port of the same name. */
  static ServicePort servicePort(String name, int number) {
    ServicePort port = new ServicePort();
    port.setName(name);
    port.setPort(number);
    port.setTargetPort(new IntOrString(name));
    port.setProtocol("TCP");
    return port;
  }

  private static Map<String, String> labels(
      String deployment, String revision, Accelerator accelerator) {
    Map<String, String> labels = new TreeMap<>(Labels.ofRevision(deployment, revision));
    labels.put(Labels.ACCELERATOR, accelerator.label());
    labels.put(Labels.ENTRY, "true");
    labels.put(Labels.ROLE, Labels.SERVING);
    return labels;
  }

  private static String image(OperatorSettings settings, Accelerator accelerator) {
    return accelerator == Accelerator.GPU ? settings.cudaRuntimeImage() : settings.runtimeImage();
  }

  private static List<EnvVar> variables(String revision) {
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
    variables.add(new EnvVarBuilder().withName("SLIPWAY_REVISION").withValue(revision).build());
    return variables;
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
}
