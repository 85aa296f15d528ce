package io.slipway.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The commands of offline scoring with the real kubectl against a real API server, with the rules
 * of the resources; the test is the operator.
 */
@WithApiServer
class RealBatchIT {

  private static final ResourceDefinitionContext RUNS = context("BatchScoring");
  private static final ResourceDefinitionContext SCHEDULES = context("ScheduledBatchScoring");
  private static final String ENDED = "'finishedAt': '2026-11-01T08:00:00Z'";

  private final ApiServer server;
  private final KubernetesClient client;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  RealBatchIT(ApiServer server) {
    this.server = server;
    this.client = server.client();
  }

  @BeforeAll
  static void theResourcesAreDefined(ApiServer server) throws IOException {
    KubernetesClient client = server.client();
    for (String plural : List.of("batchscorings", "scheduledbatchscorings")) {
      try (InputStream definition =
          RealBatchIT.class.getResourceAsStream("/crds/" + plural + ".slipway.io.yaml")) {
        client.load(definition).serverSideApply();
      }
    }
    // kubectl finds resources by discovery, which is a moment behind.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Optional.ofNullable(client.raw("/apis/slipway.io/v1alpha1")).orElse(""),
            served ->
                served.contains("\"batchscorings/status\"")
                    && served.contains("\"scheduledbatchscorings/status\""));
  }

  @BeforeEach
  void aRunWaitsForApproval() {
    create(
        """
        {'apiVersion': 'slipway.io/v1alpha1', 'kind': 'BatchScoring',
         'metadata': {'name': 'nightly-7', 'namespace': 'default'}, 'spec': %s}
        """
            .formatted(spec("'publish': {'mode': 'Manual'}")));
    status(
        "'phase': 'AwaitingApproval', 'setId': 42, 'splits': {'total': 4, 'committed': 4, 'failed':"
            + " 0}");
  }

  @AfterEach
  void allIsRemoved() {
    run().delete();
    schedule().delete();
    client.pods().inNamespace("default").withGracePeriod(0).delete();
    run().waitUntilCondition(resource -> resource == null, 30, TimeUnit.SECONDS);
    schedule().waitUntilCondition(resource -> resource == null, 30, TimeUnit.SECONDS);
  }

  @Test
  void statusFindsARunByItsNameAmongBothKindsAndItsPodsByTheirLabels() {
    client
        .resource(
            """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "nightly-7-score-3-x", "namespace": "default",
                          "labels": {"slipway.io/batch": "nightly-7", "slipway.io/role": "score",
                                     "batch.kubernetes.io/job-name": "nightly-7-score",
                                     "batch.kubernetes.io/job-completion-index": "3"}},
             "spec": {"containers": [{"name": "batch", "image": "none"}]}}
            """)
        .create();

    assertThat(slipway("batch", "status", "nightly-7")).as(err.toString(UTF_8)).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("nightly-7 in default: ")
        .contains("SET       churn: this run's is 42")
        .contains("nightly-7-score-3-x  score  3      Pending");
  }

  @Test
  void aScheduleIsFoundByItsNameToo() {
    schedule("'30 2 * * *'");

    assertThat(slipway("batch", "status", "nightly")).as(err.toString(UTF_8)).isZero();
    assertThat(out.toString(UTF_8)).contains("RUNS AT   30 2 * * *, Etc/UTC");
  }

  @Test
  void whatIsNotThereIsTold() {
    assertThat(slipway("batch", "status", "nothing")).isEqualTo(ExitCode.KUBECTL);
    assertThat(slipway("batch", "watch", "bsc/nothing")).isEqualTo(ExitCode.KUBECTL);
    assertThat(err.toString(UTF_8))
        .contains("There is no BatchScoring or ScheduledBatchScoring nothing");
  }

  @Test
  void listHasRunsAndSchedules() {
    schedule("'@daily'");

    assertThat(slipway("batch", "list")).as(err.toString(UTF_8)).isZero();
    assertThat(out.toString(UTF_8))
        .contains("nightly   @daily")
        .contains("nightly-7  AwaitingApproval");
  }

  @Test
  void approvingChangesTheModeAndNothingElse() {
    assertThat(slipway("batch", "approve", "nightly-7")).as(err.toString(UTF_8)).isZero();

    GenericKubernetesResource now = run().get();
    assertThat(now.<String>get("spec", "publish", "mode")).isEqualTo("OnSuccess");
    assertThat(now.<Integer>get("spec", "publish", "retainSets")).isEqualTo(5);
    assertThat(now.getMetadata().getGeneration()).isEqualTo(2);
    assertThat(now.getMetadata().getManagedFields())
        .anySatisfy(field -> assertThat(field.getManager()).isEqualTo("kubectl-slipway"));

    assertThat(slipway("batch", "approve", "nightly-7")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString(UTF_8)).contains("approved already");
  }

  @Test
  void goingBackIsAskedForOnceAndANumberThatIsNoneIsRefusedByTheResource() {
    status("'phase': 'Published', 'activeSetId': 42, 'previousSetId': 41, " + ENDED);

    assertThat(slipway("batch", "rollback", "nightly-7")).as(err.toString(UTF_8)).isZero();
    assertThat(run().get().<Integer>get("spec", "publish", "setId")).isEqualTo(41);
    assertThat(slipway("batch", "rollback", "nightly-7", "--to", "0")).isEqualTo(ExitCode.KUBECTL);
    assertThat(err.toString(UTF_8)).contains("should be greater than or equal to 1");
  }

  @Test
  void aRunIsSuspendedAndResumed() {
    status("'phase': 'Scoring'");

    assertThat(slipway("batch", "suspend", "nightly-7")).as(err.toString(UTF_8)).isZero();
    assertThat(run().get().<Boolean>get("spec", "suspend")).isTrue();
    assertThat(slipway("batch", "resume", "nightly-7")).as(err.toString(UTF_8)).isZero();
    assertThat(run().get().<Boolean>get("spec", "suspend")).isFalse();
  }

  @Test
  void watchEndsWhenReadersSeeTheSet() throws InterruptedException {
    status("'phase': 'Publishing'");
    Thread operator =
        Thread.ofVirtual()
            .start(
                () -> {
                  // Not before the watch has shown what was so before.
                  Awaitility.await()
                      .atMost(Duration.ofSeconds(30))
                      .until(() -> out.toString(UTF_8).contains("Publishing"));
                  status(
                      "'phase': 'Published', 'conditions': [{'type': 'Ready', 'status': 'True',"
                          + " 'reason': 'Published', 'message': 'm', 'observedGeneration': 1,"
                          + " 'lastTransitionTime': '2026-11-01T08:00:00Z'}], "
                          + ENDED);
                });

    int code = slipway("batch", "watch", "nightly-7", "--timeout", "1m");
    operator.join();

    assertThat(code).as(out + "\n" + err).isZero();
    assertThat(out.toString(UTF_8)).contains("Published, set 42; ready (Published)");
  }

  @Test
  void whoMayNotIsTold() {
    assertThat(slipway("batch", "approve", "nightly-7", "--as", "nobody"))
        .isEqualTo(ExitCode.KUBECTL);
    assertThat(err.toString(UTF_8))
        .contains("User \"nobody\" cannot get resource")
        .contains("docs/cli.md lists the rights");
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

  /** What an operator writes who has seen the newest spec. */
  private void status(String merged) {
    long generation = run().get().getMetadata().getGeneration();
    run()
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            json("{'status': {'observedGeneration': %d, %s}}".formatted(generation, merged)));
  }

  private void schedule(String schedule) {
    create(
        """
        {'apiVersion': 'slipway.io/v1alpha1', 'kind': 'ScheduledBatchScoring',
         'metadata': {'name': 'nightly', 'namespace': 'default'},
         'spec': {'schedule': %s, 'template': {'spec': %s}}}
        """
            .formatted(schedule, spec("'nonce': 1")));
  }

  private static String spec(String more) {
    return """
    {'model': {'name': 'churn', 'alias': 'champion'},
     'input': {'type': 'Csv', 'uri': 's3://lake/customers/', 'keyColumn': 'id'},
     'staging': {'uri': 's3://lake/staging'},
     'output': {'type': 'PostgreSql', 'connectionSecret': 'warehouse', 'set': 'churn'}, %s}
    """
        .formatted(more);
  }

  private void create(String text) {
    client
        .resource(
            client
                .getKubernetesSerialization()
                .convertValue(Json.tree(json(text)), GenericKubernetesResource.class))
        .create();
  }

  private Resource<GenericKubernetesResource> run() {
    return client.genericKubernetesResources(RUNS).inNamespace("default").withName("nightly-7");
  }

  private Resource<GenericKubernetesResource> schedule() {
    return client.genericKubernetesResources(SCHEDULES).inNamespace("default").withName("nightly");
  }

  private static ResourceDefinitionContext context(String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("slipway.io")
        .withVersion("v1alpha1")
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(true)
        .build();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
