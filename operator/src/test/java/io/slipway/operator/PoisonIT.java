package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A resource that another version of the definition let in. */
@WithApiServer
@Isolated("for a while others would be let in by its definition too")
class PoisonIT {

  private static final int HTTP_UNPROCESSABLE = 422;
  private static final String CRD = "modeldeployments.slipway.io";

  private final ApiServer server;

  PoisonIT(ApiServer server) {
    this.server = server;
  }

  @Test
  void aResourceWithWordsThatNobodyKnowsKeepsNoOtherFromServing() throws IOException {
    MockCluster.define(server.client());
    String namespace = MockCluster.newNamespace(server.client());
    // Before anybody watches: the API server ends all watches of what is defined anew.
    letIn(poison(namespace));
    try (var cluster = MockCluster.start(server.client(), namespace)) {
      try (var operator = OperatorUnderTest.start(server.config(), cluster)) {
        var models = new Models(cluster);
        models.apply("churn", Models.spec("https://models.example.org/churn/1.pmml", 1));

        assertThat(models.awaitReady("churn").getStatus()).isNotNull();
        assertThat(operator.wire().writes()).isNotEmpty();
      }
    }
  }

  private void letIn(GenericKubernetesResource poison) {
    var definition = server.client().apiextensions().v1().customResourceDefinitions().withName(CRD);
    var strict = definition.get().getSpec();
    acceptAnything();
    await().atMost(Models.SOON).until(() -> isAccepted(poison));
    server.client().resource(poison).create();
    definition.edit(
        crd -> {
          crd.setSpec(strict);
          return crd;
        });
    // Until then the API server may take away what an operator that starts is reading.
    await().atMost(Models.SOON).until(() -> !isAccepted(poison));
  }

  /** By the definition that is in force; a changed one is so a moment after it was written. */
  private boolean isAccepted(GenericKubernetesResource poison) {
    var another = new GenericKubernetesResourceBuilder(poison);
    try {
      server
          .client()
          .resource(another.editMetadata().withName("another").endMetadata().build())
          .dryRun()
          .create();
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("%s", e).isEqualTo(HTTP_UNPROCESSABLE);
      return false;
    }
  }

  private void acceptAnything() {
    var anything = new JSONSchemaProps();
    anything.setType("object");
    anything.setXKubernetesPreserveUnknownFields(true);
    var definitions = server.client().apiextensions().v1().customResourceDefinitions();
    definitions
        .withName(CRD)
        .edit(
            crd -> {
              crd.getSpec()
                  .getVersions()
                  .getFirst()
                  .getSchema()
                  .getOpenAPIV3Schema()
                  .setProperties(Map.of("spec", anything, "status", anything));
              return crd;
            });
  }

  private static GenericKubernetesResource poison(String namespace) {
    Map<String, Object> model =
        Map.of("uri", "https://models.example.org/x", "format", "SAVED_MODEL", "shards", 7);
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("slipway.io/v1alpha1")
        .withKind("ModelDeployment")
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("poison")
        .endMetadata()
        .addToAdditionalProperties(
            "spec",
            Map.of(
                "model", model, "replicas", 1, "gpu", Map.of("policy", "Sometimes"), "new", true))
        .build();
  }
}
