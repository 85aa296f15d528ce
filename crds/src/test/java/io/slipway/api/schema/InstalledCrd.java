package io.slipway.api.schema;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The committed definitions in a real API server. */
record InstalledCrd(KubernetesClient client) {

  private static final Path MANIFESTS = Path.of("manifests");
  private static final int ESTABLISH_SECONDS = 30;

  static InstalledCrd in(KubernetesClient client) throws IOException {
    try (Stream<Path> manifests = Files.list(MANIFESTS)) {
      for (Path manifest : manifests.sorted().toList()) {
        install(client, Files.readString(manifest));
      }
    }
    return new InstalledCrd(client);
  }

  private static void install(KubernetesClient client, String yaml) {
    var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
    client.resource(crd).serverSideApply();
    client
        .resource(crd)
        .waitUntilCondition(InstalledCrd::isEstablished, ESTABLISH_SECONDS, TimeUnit.SECONDS);
  }

  /** The resource of an example exactly as its YAML has it, without our types in between. */
  Resource<GenericKubernetesResource> asWritten(String yaml) {
    var resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    return client
        .genericKubernetesResources("slipway.io/v1alpha1", resource.getKind())
        .inNamespace("default")
        .resource(resource);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
