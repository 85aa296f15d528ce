package io.slipway.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.testing.generated.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pods of whole resources, as YAML: {@code in.yaml} of each folder gives the files beside it.
 */
class RenderedPodsTest {

  private static final Path CASES = Path.of("src/test/resources/pods");

  private static final OperatorSettings SETTINGS =
      new OperatorSettings(
          "slipway-runtime:1",
          "slipway-runtime-cuda:1",
          "cluster.local",
          10,
          "slipway-registry-read",
          OperatorSettings.Timing.DEFAULT);

  private static final ResolvedModel MODEL =
      new ResolvedModel(
          "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "PMML");

  private static final ResolvedModel REGISTERED =
      new ResolvedModel(
          MODEL.digest(), "PMML", "7", "https://registry.example.org/v1/blobs/" + MODEL.digest());

  @ParameterizedTest
  @MethodSource("cases")
  void aResourceGivesThesePods(String name) throws IOException {
    Path folder = CASES.resolve(name);
    Map<String, String> pods = render(folder.resolve("in.yaml"));

    for (Map.Entry<String, String> pod : pods.entrySet()) {
      new GeneratedFile(folder.resolve(pod.getKey())).mustHold(pod.getValue());
    }
    TreeSet<String> wanted = new TreeSet<>(pods.keySet());
    wanted.add("in.yaml");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("files of %s that are a case's input or output", folder)
          .containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static Map<String, String> render(Path input) throws IOException {
    ModelDeployment resource =
        Serialization.unmarshal(Files.readString(input), ModelDeployment.class);
    resource.getMetadata().setNamespace("fraud");
    resource.getMetadata().setUid("5b0c1c52-6c8e-4c53-9f0a-0a5a3a1d7a11");
    boolean registered = resource.getSpec().model().registered().isPresent();
    ResolvedModel model = registered ? REGISTERED : MODEL;
    StoredRevision stored =
        Revisions.render(resource, SETTINGS, model, Revisions.name(resource, model));
    Map<String, String> pods = new TreeMap<>();
    pods.put("serving.yaml", yaml(stored.deployment().getTemplate()));
    DeploymentSpec fallback = stored.fallback();
    if (fallback != null) {
      pods.put("fallback.yaml", yaml(fallback.getTemplate()));
    }
    if (resource.getSpec().model().digest() == null && !registered) {
      pods.put(
          "resolver.yaml",
          Serialization.asYaml(ResolverPod.desired(resource, SETTINGS, Optional.empty())));
    }
    return pods;
  }

  private static String yaml(PodTemplateSpec template) {
    return Serialization.asYaml(Objects.requireNonNull(template));
  }
}
