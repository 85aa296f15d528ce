package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.slipway.operator.batch.observe.SparkApi;

/** Where the API server has SparkApplications, told without asking it. */
final class SparkKind {

  private static final String PLURAL = "sparkapplications";

  private SparkKind() {}

  /** The kind that an API version has. */
  static ResourceDefinitionContext of(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return new ResourceDefinitionContext.Builder()
        .withGroup(apiVersion.substring(0, slash))
        .withVersion(apiVersion.substring(slash + 1))
        .withKind(SparkApi.KIND)
        .withPlural(PLURAL)
        .withNamespaced(true)
        .build();
  }

  /** The path of one. */
  static String path(GenericKubernetesResource application) {
    return "/apis/%s/namespaces/%s/%s/%s"
        .formatted(
            application.getApiVersion(),
            application.getMetadata().getNamespace(),
            PLURAL,
            application.getMetadata().getName());
  }
}
