package io.slipway.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.operator.OperatorConfig;
import io.slipway.testing.helm.HelmProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the values do. */
final class ChartIT {

  private static final String DIGEST =
      "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  private static Helm helm;

  @BeforeAll
  static void find() {
    helm = Helm.orSkip();
  }

  @Test
  void theChartHasNothingThatHelmComplainsAbout() {
    HelmProgram.Outcome outcome = helm.lint();

    assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isZero();
  }

  @Test
  void twoRenderingsAreTheSame() {
    assertThat(render().yaml()).isEqualTo(render().yaml());
  }

  @Test
  void imagesAreTheAppVersionsUnlessOneIsNamed() {
    Rendered rendered =
        render(
            "images.registry=registry.example.org/mirror/",
            "images.runtime.tag=1.2",
            "images.batch.tag=1.3",
            "images.spark.tag=1.4",
            "images.runtimeCuda.digest=" + DIGEST);

    assertThat(rendered.container().get("image").asText())
        .isEqualTo("registry.example.org/mirror/slipway-operator:0.1.0");
    assertThat(rendered.variable("SLIPWAY_RUNTIME_IMAGE"))
        .isEqualTo("registry.example.org/mirror/slipway-runtime:1.2");
    assertThat(rendered.variable("SLIPWAY_BATCH_IMAGE"))
        .isEqualTo("registry.example.org/mirror/slipway-batch:1.3");
    assertThat(rendered.variable("SLIPWAY_SPARK_IMAGE"))
        .isEqualTo("registry.example.org/mirror/slipway-spark:1.4");
    assertThat(rendered.variable("SLIPWAY_RUNTIME_IMAGE_CUDA"))
        .isEqualTo("registry.example.org/mirror/slipway-runtime-cuda@" + DIGEST);
  }

  @Test
  void claimsAreGivenToAGroupUnlessTheClusterChoosesIt() {
    assertThat(render().variable("SLIPWAY_BATCH_FS_GROUP")).isEqualTo("65532");
    assertThat(render("batch.fsGroup=1000").variable("SLIPWAY_BATCH_FS_GROUP")).isEqualTo("1000");
    assertThat(render("batch.fsGroup=null").variable("SLIPWAY_BATCH_FS_GROUP")).isEqualTo("none");
  }

  @Test
  void theOperatorLooksAfterTheNamespacesThatItHasRightsIn() {
    assertThat(render().variable("SLIPWAY_WATCH_NAMESPACES")).isEmpty();
    assertThat(render("watchNamespaces={fraud,marketing}").variable("SLIPWAY_WATCH_NAMESPACES"))
        .isEqualTo("fraud,marketing");
  }

  @Test
  void theOperatorUnderstandsTheEnvironmentThatItGets() {
    OperatorConfig config =
        OperatorConfig.from(render("watchNamespaces={fraud,marketing}").environment());

    assertThat(config.namespace()).isEqualTo("from:metadata.namespace");
    assertThat(config.watchNamespaces()).containsExactlyInAnyOrder("fraud", "marketing");
    assertThat(config.keySecret()).isEqualTo("slipway-operator-keys");
    assertThat(config.leaseName()).isEqualTo("slipway-operator");
    assertThat(config.identity()).isEqualTo("from:metadata.name");
    assertThat(config.healthPort())
        .isEqualTo(render().container().at("/ports/0/containerPort").asInt());
    assertThat(config.settings().runtimeImage()).contains("/slipway-runtime:");
    assertThat(config.settings().cudaRuntimeImage()).contains("/slipway-runtime-cuda:");
  }

  @Test
  void whereTheRegistryIsAndWithWhatItIsReadIsTheInstallationsChoice() {
    OperatorConfig without = OperatorConfig.from(render().environment());
    assertThat(without.registry()).isEmpty();
    assertThat(without.settings().registrySecret()).isEmpty();

    Rendered rendered =
        render(
            "registry.url=https://registry.example.org/models",
            "registry.secret=registry-operator",
            "registry.podsSecret=reader",
            "registry.pollSeconds=30",
            "clusterName=north");
    OperatorConfig config = OperatorConfig.from(rendered.environment());
    assertThat(config.settings().registrySecret()).isEqualTo("reader");
    assertThat(config.registry())
        .hasValueSatisfying(
            registry -> {
              assertThat(registry.url()).hasToString("https://registry.example.org/models");
              assertThat(registry.every()).hasSeconds(30);
              assertThat(registry.cluster()).isEqualTo("north");
              assertThat(rendered.container().at("/volumeMounts/1/mountPath").asText())
                  .isEqualTo(registry.credentials().toString());
            });
    assertThat(
            rendered
                .the("Deployment")
                .at("/spec/template/spec/volumes/1/secret/secretName")
                .asText())
        .isEqualTo("registry-operator");
  }

  @Test
  void aRegistryOfTheChartIsFoundByTheOperatorWithATokenOfItsOwn() {
    Rendered rendered = render("registry.enabled=true", "watchNamespaces={fraud}");
    JsonNode service = rendered.the("Service");

    assertThat(rendered.variable("SLIPWAY_REGISTRY_URL"))
        .isEqualTo(
            "http://%s.%s.svc:%d"
                .formatted(
                    service.at("/metadata/name").asText(),
                    service.at("/metadata/namespace").asText(),
                    service.at("/spec/ports/0/port").asInt()));
    assertThat(service.at("/spec/selector"))
        .isEqualTo(rendered.the("StatefulSet").at("/spec/selector/matchLabels"));
    JsonNode tokens = secret(rendered, "slipway-registry-tokens");
    assertThat(tokens.at("/stringData/tokens").asText())
        .isEqualTo(
            """
            admin admin %s
            operator read,report %s
            pods read %s
            """
                .formatted(
                    tokens.at("/stringData/admin").asText(),
                    tokens.at("/stringData/operator").asText(),
                    tokens.at("/stringData/pods").asText()));
    JsonNode mounted = rendered.the("Deployment").at("/spec/template/spec/volumes/1/secret");
    assertThat(mounted.path("secretName").asText()).isEqualTo("slipway-registry-tokens");
    assertThat(mounted.path("items").toString())
        .isEqualTo("[{\"key\":\"operator\",\"path\":\"token\"}]");
    JsonNode pods = secret(rendered, rendered.variable("SLIPWAY_REGISTRY_PODS_SECRET"));
    assertThat(pods.at("/metadata/namespace").asText()).isEqualTo("fraud");
    assertThat(pods.at("/stringData/token")).isEqualTo(tokens.at("/stringData/pods"));
  }

  @Test
  void tokensAreNotMadeWhereTheyAreBrought() {
    Rendered rendered = render("registry.enabled=true", "registry.tokensSecret=mine");

    assertThat(rendered.ofKind("Secret")).hasSize(1);
    assertThat(
            rendered
                .the("StatefulSet")
                .at("/spec/template/spec/volumes")
                .findValuesAsText("secretName"))
        .containsExactly("mine");
    assertThat(
            rendered
                .the("Deployment")
                .at("/spec/template/spec/volumes/1/secret/secretName")
                .asText())
        .isEqualTo("mine");
  }

  @Test
  void aRegistryThatAnybodyMayReadNeedsNoNamespaces() {
    Rendered rendered = render("registry.enabled=true", "registry.anonymousRead=true");

    assertThat(rendered.ofKind("Secret"))
        .extracting(secret -> secret.at("/metadata/name").asText())
        .contains("slipway-registry-tokens")
        .doesNotContain("slipway-registry-read");
  }

  @Test
  void aRegistryWithACertificateIsSpokenToByTls() {
    Rendered rendered =
        render(
            "registry.enabled=true",
            "registry.tls.secret=certificate",
            "registry.tls.ca=PEM",
            "watchNamespaces={fraud}");

    assertThat(rendered.variable("SLIPWAY_REGISTRY_URL")).startsWith("https://slipway-registry.");
    assertThat(secret(rendered, "slipway-registry-read").at("/stringData/ca.crt").asText())
        .isEqualTo("PEM\n");
    assertThat(rendered.the("StatefulSet").toString())
        .contains("SLIPWAY_REGISTRY_TLS_CERT", "\"secretName\":\"certificate\"");
  }

  private static JsonNode secret(Rendered rendered, String name) {
    return rendered.ofKind("Secret").stream()
        .filter(found -> found.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keyAndLeaseAreThoseThatItHasRightsTo() {
    Rendered rendered = helm.template("blue", "models");

    assertThat(rendered.variable("SLIPWAY_KEY_SECRET"))
        .isEqualTo(rendered.the("Secret").at("/metadata/name").asText())
        .isEqualTo(rendered.the("Role").at("/rules/0/resourceNames/0").asText());
    assertThat(rendered.variable("SLIPWAY_LEASE_NAME"))
        .isEqualTo(rendered.the("Role").at("/rules/1/resourceNames/0").asText());
  }

  @Test
  void whatModelsLiveOnIsKeptWhenTheChartGoes() {
    Rendered rendered = render();

    assertThat(rendered.ofKind("CustomResourceDefinition"))
        .isNotEmpty()
        .allSatisfy(crd -> assertThat(policy(crd)).isEqualTo("keep"));
    assertThat(policy(rendered.the("Secret"))).isEqualTo("keep");
    assertThat(rendered.the("Secret").has("data")).as("a key in the chart").isFalse();
  }

  @Test
  void theDefinitionCanBeInstalledByOthers() {
    assertThat(render("crds.install=false").ofKind("CustomResourceDefinition")).isEmpty();
  }

  @Test
  void twoReplicasKeepOneThroughADrain() {
    assertThat(render().ofKind("PodDisruptionBudget")).isEmpty();
    assertThat(render("replicas=2").the("PodDisruptionBudget").at("/spec/maxUnavailable").asInt())
        .isEqualTo(1);
  }

  @Test
  void port9090IsOpenToTheOperatorAndToModelsOfTheNamespaceOnly() {
    Rendered rendered = render("networkPolicy.enabled=true", "watchNamespaces={fraud}");
    JsonNode policy =
        rendered.ofKind("NetworkPolicy").stream()
            .filter(found -> found.at("/metadata/namespace").asText().equals("fraud"))
            .filter(found -> found.at("/metadata/name").asText().endsWith("-models"))
            .findFirst()
            .orElseThrow();

    assertThat(policy.at("/spec/ingress/0").toString())
        .isEqualTo("{\"ports\":[{\"port\":8080},{\"port\":8081}]}");
    assertThat(policy.at("/spec/ingress/1/ports/0/port").asInt()).isEqualTo(9090);
    assertThat(policy.at("/spec/ingress/1/from"))
        .extracting(JsonNode::toString)
        .containsExactly(
            """
            {"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"slipway-system"}},\
            "podSelector":{"matchLabels":{"app.kubernetes.io/name":"slipway-operator",\
            "app.kubernetes.io/instance":"slipway"}}}\
            """,
            """
            {"podSelector":{"matchExpressions":[{"key":"slipway.io/deployment",\
            "operator":"Exists"}]}}\
            """);
  }

  @Test
  void callersReachLookUpsAndNoOtherPodOfARun() {
    Rendered rendered = render("networkPolicy.enabled=true", "watchNamespaces={fraud}");

    assertThat(rendered.ofKind("NetworkPolicy"))
        .filteredOn(
            policy -> policy.at("/spec/podSelector/matchLabels").toString().contains("batch"))
        .extracting(
            policy -> policy.at("/spec/podSelector/matchLabels").toString(),
            policy -> policy.at("/spec/ingress").toString())
        .containsExactlyInAnyOrder(
            tuple("{\"app.kubernetes.io/managed-by\":\"slipway-batch\"}", ""),
            tuple(
                """
                {"app.kubernetes.io/managed-by":"slipway-batch","slipway.io/role":"lookup"}\
                """,
                "[{\"ports\":[{\"port\":8080}]}]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas=3 | replicas",
        "replica=2 | replica",
        "registry.url=registry.example.org | url",
        "registry.storage.size=much | size",
        "images.tag=1.2 | images",
        "images.runtime.digest=latest | digest",
        "images.pullPolicy=Sometimes | pullPolicy",
        "watchNamespaces={Fraud} | watchNamespaces",
        "networkPolicy.enabled=true | networkPolicy.namespaces",
        "registry.enabled=true | registry.namespaces",
        "registry.enabled=true | registry.tokensSecret",
        "registry.enabled=true | registry.anonymousRead",
      })
  void aValueThatMakesNoSenseIsRefusedByName(String setting, String named) {
    HelmProgram.Outcome outcome = helm.tryTemplate("slipway", "slipway-system", setting);

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.errors()).contains(named);
  }

  private static Rendered render(String... settings) {
    return helm.template("slipway", "slipway-system", settings);
  }

  private static String policy(JsonNode object) {
    return object.at("/metadata/annotations").path("helm.sh/resource-policy").asText();
  }
}
