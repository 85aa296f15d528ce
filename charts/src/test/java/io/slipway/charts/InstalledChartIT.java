package io.slipway.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.testing.apiserver.WithApiServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a real API server makes of the chart: every object taken as it is, and the rights as meant.
 */
@WithApiServer
final class InstalledChartIT {

  private static final String OPERATOR = "system:serviceaccount:slipway-system:slipway-operator";
  private static Rendered rendered;

  private final KubernetesClient client;

  InstalledChartIT(KubernetesClient client) {
    this.client = client;
  }

  @BeforeAll
  static void install(KubernetesClient client) {
    Helm helm = Helm.orSkip();
    rendered = helm.template("slipway", "slipway-system", "namespace.create=true", "replicas=2");
    rendered.objects().forEach(object -> apply(client, object));
    List.of("fraud", "marketing")
        .forEach(
            name ->
                client
                    .resource(
                        new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .serverSideApply());
  }

  @Test
  void everyObjectIsStoredWithEveryFieldThatTheChartGivesIt() {
    assertThat(rendered.objects())
        .allSatisfy(
            object -> assertThatCode(() -> apply(client, object)).doesNotThrowAnyException());
  }

  @Test
  void theOptionalObjectsAreTakenToo() {
    Rendered optional =
        Helm.orSkip()
            .template(
                "slipway",
                "slipway-system",
                "watchNamespaces={fraud,marketing}",
                "networkPolicy.enabled=true",
                "registry.enabled=true",
                "registry.tls.secret=certificate",
                "registry.tls.ca=PEM",
                "networkPolicy.callers[0].ipBlock.cidr=10.0.0.0/8",
                "networkPolicy.monitoring[0].namespaceSelector.matchLabels.name=monitoring");

    assertThat(optional.objects())
        .allSatisfy(
            object -> assertThatCode(() -> apply(client, object)).doesNotThrowAnyException());
  }

  @Test
  void theOperatorsPodIsAllowedByRestrictedPodSecurity() {
    assertIsAllowed(rendered.the("Deployment"));
  }

  @Test
  void theRegistrysPodIsAllowedByRestrictedPodSecurity() {
    assertIsAllowed(
        Helm.orSkip()
            .template(
                "slipway", "slipway-system", "registry.enabled=true", "watchNamespaces={fraud}")
            .the("StatefulSet"));
  }

  private void assertIsAllowed(JsonNode workload) {
    ObjectNode pod = workload.at("/spec/template").deepCopy();
    if (workload.path("kind").asText().equals("StatefulSet")) {
      // What its claim becomes in its pod.
      pod.withArray("/spec/volumes").addObject().put("name", "data").putObject("emptyDir");
    }
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("/metadata").put("name", "tried").put("namespace", "slipway-system");

    assertThatCode(
            () ->
                client
                    .resource(Serialization.unmarshal(pod.toString(), Pod.class))
                    .dryRun()
                    .create())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0} {1}/{2} in {3}: {4}")
  @CsvSource({
    "list,   slipway.io,          modeldeployments,        fraud,          true",
    "patch,  slipway.io,          modeldeployments/status, fraud,          true",
    "patch,  slipway.io,          modeldeployments,        fraud,          false",
    "delete, slipway.io,          modeldeployments,        fraud,          false",
    "create, '',                  pods,                    fraud,          true",
    "create, '',                  pods/exec,               fraud,          false",
    "get,    '',                  pods/log,                fraud,          false",
    "patch,  apps,                deployments,             fraud,          true",
    "get,    '',                  secrets,                 fraud,          false",
    "list,   '',                  secrets,                 slipway-system, false",
    "create, '',                  secrets,                 slipway-system, false",
    "create, coordination.k8s.io, leases,                  slipway-system, true",
    "create, coordination.k8s.io, leases,                  fraud,          false",
    "create, rbac.authorization.k8s.io, rolebindings,      fraud,          false",
    "get,    '',                  nodes,                   '',             false",
  })
  void theRightsAreAsMeant(
      String verb, String group, String resource, String namespace, boolean allowed) {
    assertThat(may(verb, group, resource, "", namespace)).isEqualTo(allowed);
  }

  @Test
  void theOneSecretThatItMayReadIsItsKey() {
    assertThat(may("get", "", "secrets", "slipway-operator-keys", "slipway-system")).isTrue();
    assertThat(may("update", "", "secrets", "slipway-operator-keys", "slipway-system")).isTrue();
    assertThat(may("get", "", "secrets", "other", "slipway-system")).isFalse();
    assertThat(may("get", "", "secrets", "slipway-operator-keys", "fraud")).isFalse();
  }

  private boolean may(String verb, String group, String resource, String name, String namespace) {
    String[] parts = resource.split("/", 2);
    return client
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(OPERATOR)
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .withName(name)
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  /**
   * As {@code kubectl apply --server-side} does, which refuses fields that the API does not know.
   */
  private static void apply(KubernetesClient client, JsonNode object) {
    client
        .resource(Serialization.unmarshal(object.toString(), GenericKubernetesResource.class))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("helm")
                .withFieldValidation("Strict")
                .withForce(true)
                .build());
  }
}
