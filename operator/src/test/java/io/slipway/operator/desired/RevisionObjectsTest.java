package io.slipway.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.GpuPolicy;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.OperatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevisionObjectsTest {

  private static final OperatorSettings SETTINGS =
      new OperatorSettings(
          "runtime:1", "cuda:1", "cluster.local", 10, "", OperatorSettings.Timing.DEFAULT);

  private static final ResolvedModel MODEL =
      new ResolvedModel(
          "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "PMML");

  @Test
  void theRevisionDocumentIsTheContracts() throws IOException {
    ModelDeployment resource = resource("https://models.example.org/churn/7.pmml", null);
    StoredRevision stored =
        Revisions.render(resource, SETTINGS, MODEL, Revisions.name(resource, MODEL));
    String document =
        new RevisionObjects(resource, "churn-5c9f7d2b1a", stored)
            .configMap()
            .getData()
            .get("revision.json");
    JsonNode example =
        Json.read(
                Files.readString(Path.of("../docs/reference/contract/revision.json")),
                JsonNode.class)
            .orElseThrow();
    assertThat(Json.read(Objects.requireNonNullElse(document, ""), JsonNode.class))
        .contains(example);
  }

  @Test
  void callersReachBothProtocolsByTheNamesOfThePodsPorts() {
    Service entry =
        EntryService.desired(
            resource("pvc://models/7.pmml", null), new EntryService.Selection.One("churn-1"));
    assertThat(entry.getSpec().getPorts())
        .as("by name: who has no such port, as pods of an older revision, gets no such calls")
        .extracting(
            port -> port.getName() + " " + port.getPort() + " " + port.getTargetPort().getStrVal())
        .containsExactly("http 80 http", "grpc 8081 grpc");
  }

  @Test
  void whatTheApiServerFillsInAndWritesItsOwnWayIsNoDrift() {
    Deployment wanted = deployment(resource("pvc://models/7.pmml", null));
    Deployment live =
        new DeploymentBuilder(wanted)
            .editMetadata()
            .addToAnnotations("deployment.kubernetes.io/revision", "1")
            .endMetadata()
            .editSpec()
            .withMinReadySeconds(0)
            .editTemplate()
            .editSpec()
            .withDnsPolicy("ClusterFirst")
            .editFirstContainer()
            .withImagePullPolicy("IfNotPresent")
            .withNewResources()
            .addToLimits("cpu", new Quantity("1"))
            .addToRequests("memory", new Quantity("1Gi"))
            .endResources()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    assertThat(Drift.between(wanted, live)).isFalse();
  }

  @Test
  void whatSomebodyChangedIsDrift() {
    Deployment wanted = deployment(resource("https://models/7", null));
    Deployment scaled = new DeploymentBuilder(wanted).editSpec().withReplicas(9).endSpec().build();
    assertThat(Drift.between(wanted, scaled)).isTrue();
    ModelDeployment resource = resource("https://models/7", null);
    Service narrow = EntryService.desired(resource, new EntryService.Selection.One("churn-1"));
    Service wide = EntryService.desired(resource, new EntryService.Selection.Every());
    assertThat(Drift.between(wide, narrow)).as("a selector with a key too many").isTrue();
  }

  @Test
  void podsAreRestrictedAndHaveNoToken() {
    PodSpec pod = deployment(resource("https://models/7", null)).getSpec().getTemplate().getSpec();
    Container container = pod.getContainers().get(0);
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void theEntryLabelIsThePodsAndNotTheReplicaSets() {
    Deployment deployment = deployment(resource("https://models/7", null));
    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry(Labels.ENTRY, "true");
    assertThat(deployment.getSpec().getSelector().getMatchLabels()).doesNotContainKey(Labels.ENTRY);
  }

  @Test
  void aPreferredGpuHasACpuToFallBackTo() {
    Gpu gpu =
        new Gpu(1, "nvidia.com/gpu", "nvidia", Map.of("gpu", "a"), List.of(), GpuPolicy.PREFERRED);
    ModelDeployment resource = resource("https://models/7", gpu);
    RevisionObjects objects =
        new RevisionObjects(
            resource,
            "churn-1",
            Revisions.render(resource, SETTINGS, MODEL, Revisions.name(resource, MODEL)));
    PodSpec onGpu = objects.deployment(1).getSpec().getTemplate().getSpec();
    PodSpec onCpu = objects.fallback(1).getSpec().getTemplate().getSpec();
    assertThat(onGpu.getContainers().get(0).getImage()).isEqualTo("cuda:1");
    assertThat(onGpu.getContainers().get(0).getResources().getLimits())
        .containsEntry("nvidia.com/gpu", new Quantity("1"));
    assertThat(onGpu.getRuntimeClassName()).isEqualTo("nvidia");
    assertThat(onCpu.getContainers().get(0).getImage()).isEqualTo("runtime:1");
    assertThat(onCpu.getContainers().get(0).getResources().getLimits())
        .doesNotContainKey("nvidia.com/gpu");
    assertThat(onCpu.getNodeSelector()).isEmpty();
    assertThat(objects.fallback(1).getSpec().getSelector())
        .isNotEqualTo(objects.deployment(1).getSpec().getSelector());
  }

  @Test
  void replicasAndMetadataMakeNoRevisionAndEverythingElseDoes() {
    ModelDeployment one = resource("https://models/7", null);
    ModelDeployment more = resource("https://models/7", null);
    more.setSpec(
        new ModelDeploymentSpec(
            one.getSpec().model(), 9, one.getSpec().resources(), null, null, null));
    ModelDeployment other = resource("https://models/8", null);
    assertThat(Revisions.name(more, MODEL)).isEqualTo(Revisions.name(one, MODEL));
    assertThat(Revisions.name(other, MODEL)).isNotEqualTo(Revisions.name(one, MODEL));
  }

  private static Deployment deployment(ModelDeployment resource) {
    return new RevisionObjects(
            resource,
            "churn-1",
            Revisions.render(resource, SETTINGS, MODEL, Revisions.name(resource, MODEL)))
        .deployment(2);
  }

  private static ModelDeployment resource(String uri, @Nullable Gpu gpu) {
    ModelDeployment resource = new ModelDeployment();
    resource.getMetadata().setName("churn");
    resource.getMetadata().setNamespace("fraud");
    resource.getMetadata().setUid("5b0c1c52-6c8e-4c53-9f0a-0a5a3a1d7a11");
    resource.setSpec(
        new ModelDeploymentSpec(
            new ModelSource(null, uri, null, null, null),
            2,
            new ResourceRequirementsBuilder()
                .addToLimits("cpu", new Quantity("1000m"))
                .addToRequests("memory", new Quantity("1024Mi"))
                .build(),
            gpu,
            null,
            null));
    return resource;
  }
}
