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

/** The committed definition in a real API server. */
record InstalledCrd(KubernetesClient client) {

  static final Path MANIFEST = Path.of("manifests/modeldeployments.slipway.io.yaml");
  private static final int ESTABLISH_SECONDS = 30;

  static InstalledCrd in(KubernetesClient client) throws IOException {
    var crd = Serialization.unmarshal(Files.readString(MANIFEST), CustomResourceDefinition.class);
    client.resource(crd).serverSideApply();
    client
        .resource(crd)
        .waitUntilCondition(InstalledCrd::isEstablished, ESTABLISH_SECONDS, TimeUnit.SECONDS);
    return new InstalledCrd(client);
  }

  /** The resource of an example exactly as its YAML has it, without our types in between. */
  Resource<GenericKubernetesResource> asWritten(String yaml) {
    return client
        .genericKubernetesResources("slipway.io/v1alpha1", "ModelDeployment")
        .inNamespace("default")
        .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class));
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
