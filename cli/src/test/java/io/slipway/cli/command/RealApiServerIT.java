package io.slipway.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.slipway.cli.resource.Json;
import io.slipway.cli.view.Palette;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands with the real kubectl against a real API server; the test is the operator. */
@WithApiServer
class RealApiServerIT {

  private static final String DEFINITION = "/crds/modeldeployments.slipway.io.yaml";
  private static final Path REVISION =
      Path.of("../docs/reference/contract/controller-revision.json");
  private static final String V7 = "churn-58a4b17479";
  private static final String V8 = "churn-77ab31c0de";

  private static final ResourceDefinitionContext MODELS =
      new ResourceDefinitionContext.Builder()
          .withGroup("slipway.io")
          .withVersion("v1alpha1")
          .withKind("ModelDeployment")
          .withPlural("modeldeployments")
          .withNamespaced(true)
          .build();

  private final ApiServer server;
  private final KubernetesClient client;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  RealApiServerIT(ApiServer server) {
    this.server = server;
    this.client = server.client();
  }

  @BeforeAll
  static void theResourceIsDefined(ApiServer server) throws Exception {
    KubernetesClient client = server.client();
    try (InputStream definition = RealApiServerIT.class.getResourceAsStream(DEFINITION)) {
      client.load(definition).serverSideApply();
    }
    // kubectl finds resources by discovery, which is a moment behind.
    for (int attempt = 0; !isServed(client); attempt++) {
      assertThat(attempt).as("attempts to find the resource").isLessThan(100);
      Thread.sleep(100);
    }
  }

  private static boolean isServed(KubernetesClient client) {
    return Optional.ofNullable(client.raw("/apis/slipway.io/v1alpha1"))
        .filter(resources -> resources.contains("modeldeployments/status"))
        .isPresent();
  }

  @BeforeEach
  void aModelIsDeployedInItsEighthVersion() throws Exception {
    models().resource(resource("https://models.example.org/churn/8.pmml")).create();
    revision(V7, 7, "https://models.example.org/churn/7.pmml", null);
    revision(V8, 8, "https://models.example.org/churn/8.pmml", "8888888888");
    status("{'stable': {'revision': '%s', 'version': '888888888888'}}".formatted(V8));
  }

  @AfterEach
  void itIsRemoved() {
    deployed().delete();
    client.apps().controllerRevisions().inNamespace("default").delete();
    deployed().waitUntilCondition(resource -> resource == null, 30, TimeUnit.SECONDS);
  }

  @Test
  void statusShowsWhatTheServerHas() throws IOException {
    assertThat(slipway("status", "churn")).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("churn in default: ")
        .contains(V8)
        .contains("stable");
  }

  @Test
  void anActionIsAnAnnotationAndItsOutcomeIsWaitedFor() throws Exception {
    onTrial();
    Thread operator = Thread.ofVirtual().start(this::handleTheAction);

    int code = slipway("promote", "churn", "--wait");
    operator.join();

    assertThat(code).as(err.toString(UTF_8)).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo("default/churn: asked to promote %s.\ndefault/churn: promoting\n".formatted(V7));
    assertThat(deployed().get().getMetadata().getAnnotations())
        .containsEntry("slipway.io/action", "promote@%s#2;0f".formatted(V7));
  }

  @Test
  void aSecondActionTakesTheFirstOnesPlace() throws IOException {
    onTrial();

    assertThat(slipway("pause", "churn")).isZero();
    assertThat(slipway("abort", "churn")).isZero();

    assertThat(deployed().get().getMetadata().getAnnotations())
        .containsEntry("slipway.io/action", "abort@%s#2;0f".formatted(V7));
    assertThat(err.toString(UTF_8)).startsWith("Replaces pause@");
  }

  @Test
  void historyListsTheRevisionsTheNewestLast() throws IOException {
    assertThat(slipway("history", "churn")).isZero();

    assertThat(out.toString(UTF_8).lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("7 ").contains(V7),
            line -> assertThat(line).startsWith("8 ").contains(V8).endsWith("stable"));
  }

  @Test
  void rollbackWritesTheModelAsItWas() throws IOException {
    assertThat(slipway("rollback", "churn")).as(err.toString(UTF_8)).isZero();

    GenericKubernetesResource now = deployed().get();
    assertThat(now.<Object>get("spec", "model"))
        .isEqualTo(
            Map.of(
                "uri",
                "https://models.example.org/churn/7.pmml",
                "credentialsSecret",
                "churn-source"));
    assertThat(now.getMetadata().getGeneration()).isEqualTo(2);
    assertThat(now.getMetadata().getManagedFields())
        .anySatisfy(field -> assertThat(field.getManager()).isEqualTo("kubectl-slipway"));
  }

  @Test
  void theFileThatPeopleApplyIsStillTheirWayForward() throws IOException {
    slipway("rollback", "churn");

    models().resource(resource("https://models.example.org/churn/9.pmml")).patch();

    assertThat(deployed().get().<String>get("spec", "model", "uri")).endsWith("9.pmml");
  }

  @Test
  void whatFluxAppliesIsLeftToFlux() throws IOException {
    deployed().delete();
    models()
        .resource(resource("https://models.example.org/churn/8.pmml"))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("kustomize-controller")
                .build());
    status("{'stable': {'revision': '%s'}}".formatted(V8));

    assertThat(slipway("rollback", "churn")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString(UTF_8))
        .contains("kustomize-controller")
        .contains("  +     uri: https://models.example.org/churn/7.pmml");
    assertThat(deployed().get().<String>get("spec", "model", "uri")).endsWith("8.pmml");

    assertThat(slipway("rollback", "churn", "--force")).isZero();
    assertThat(deployed().get().<String>get("spec", "model", "uri")).endsWith("7.pmml");
  }

  @Test
  void watchEndsWhenItServes() throws Exception {
    onTrial();
    Thread operator =
        Thread.ofVirtual()
            .start(
                () -> {
                  // Not before the watch has shown what was so before.
                  Awaitility.await()
                      .atMost(Duration.ofSeconds(30))
                      .until(() -> out.toString(UTF_8).contains("Stepping 2"));
                  status(
                      "{'stable': {'revision': '%s'}, 'candidate': null, 'rollout': null, 'conditions': [{'type': 'Ready', 'status': 'True'}]}"
                          .formatted(V7));
                });

    int code = slipway("watch", "churn", "--timeout", "1m");
    operator.join();

    assertThat(code).isZero();
    assertThat(out.toString(UTF_8)).contains("Stepping 2").contains("; ready");
  }

  @Test
  void whoMayNotIsTold() throws IOException {
    assertThat(slipway("status", "churn", "--as", "nobody")).isEqualTo(ExitCode.KUBECTL);
    assertThat(err.toString(UTF_8))
        .contains("User \"nobody\" cannot get resource")
        .contains("docs/cli.md lists the rights");
  }

  @Test
  void whatIsNotThereIsTold() throws IOException {
    assertThat(slipway("status", "nothing")).isEqualTo(ExitCode.KUBECTL);
    assertThat(slipway("watch", "nothing")).isEqualTo(ExitCode.KUBECTL);
    assertThat(err.toString(UTF_8)).contains("kubectl get modeldeployments -A");
  }

  private int slipway(String... arguments) {
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Palette.NONE,
            Console.Screen.FILE);
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--kubeconfig", server.kubeconfig().toString()));
    Environment environment =
        new Environment(
            console, List.of(server.kubectl().toString()), InstantSource.system(), () -> "0f");
    return KubectlSlipway.commandLine(environment).execute(words.toArray(String[]::new));
  }

  private void onTrial() {
    status(
        "{'candidate': {'revision': '%s'}, 'rollout': {'state': 'Stepping', 'step': '2'}}"
            .formatted(V7));
  }

  /** What an operator does: echoes the annotation when it has acted. */
  private void handleTheAction() {
    GenericKubernetesResource asked =
        deployed()
            .waitUntilCondition(
                resource ->
                    resource.getMetadata().getAnnotations() != null
                        && resource.getMetadata().getAnnotations().containsKey("slipway.io/action"),
                30,
                TimeUnit.SECONDS);
    status(
        "{'lastHandledAction': {'value': '%s', 'outcome': 'promoting'}}"
            .formatted(asked.getMetadata().getAnnotations().get("slipway.io/action")));
  }

  private void status(String merged) {
    JsonNode status = json(merged);
    ((ObjectNode) status).put("observedGeneration", 1);
    deployed()
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": " + status + "}");
  }

  private void revision(String name, long number, String uri, @Nullable String hash)
      throws IOException {
    ObjectNode object = (ObjectNode) Json.tree(Files.readString(REVISION));
    object.put("revision", number);
    ObjectNode metadata = object.withObject("/metadata");
    metadata.put("name", name).put("namespace", "default").remove("ownerReferences");
    if (hash != null) {
      metadata.withObject("/annotations").put("slipway.io/model-hash", hash);
    }
    object.withObject("/data").put("uri", uri);
    client
        .resource(
            client.getKubernetesSerialization().convertValue(object, ControllerRevision.class))
        .create();
  }

  private Resource<GenericKubernetesResource> deployed() {
    return models().withName("churn");
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      models() {
    return client.genericKubernetesResources(MODELS).inNamespace("default");
  }

  private GenericKubernetesResource resource(String uri) {
    return client
        .getKubernetesSerialization()
        .convertValue(
            json(
                """
                {'apiVersion': 'slipway.io/v1alpha1', 'kind': 'ModelDeployment',
                 'metadata': {'name': 'churn', 'namespace': 'default'},
                 'spec': {'model': {'uri': '%s', 'format': 'PMML'}}}
                """
                    .formatted(uri)),
            GenericKubernetesResource.class);
  }

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"'));
  }
}
