package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.Replicas;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs and schedules on a real API server; what Kubernetes makes of Jobs is played by the test. */
@WithApiServer
final class BatchIT {

  private static final Path MANIFESTS = Path.of("../crds/manifests");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PLANNED =
      "{\"planDigest\":\"sha256:p\",\"runId\":\"sha256:r\",\"splits\":3}";
  private static final String PUBLISHED =
      "{\"rows\":30,\"errors\":0,\"setId\":42,\"published\":true,\"broken\":[]}";

  private final ApiServer server;
  private MockCluster cluster;
  private OperatorUnderTest operator;
  private KubernetesClient client;

  @SuppressWarnings("NullAway.Init") // Filled before each test.
  BatchIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() throws IOException {
    define("batchscorings");
    define("scheduledbatchscorings");
    cluster = MockCluster.start(server.client());
    client = server.client();
    operator = OperatorUnderTest.start(server.config(), cluster);
  }

  @AfterEach
  void stop() {
    operator.close();
    cluster.close();
  }

  @Test
  void aRunIsPlannedScoredAndPublished() {
    apply(RUN, BatchScoring.class);

    ends("daily-plan", "plan", PLANNED);
    Job score = job("daily-score");
    assertThat(score.getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(score.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
    assertThat(score.getSpec().getMaxFailedIndexes()).isZero();
    ends("daily-score", "score", "{\"split\":2,\"rows\":10,\"errors\":0}");
    ends("daily-publish", "publish", PUBLISHED);

    await().atMost(SOON).until(() -> phase("daily") == BatchPhase.PUBLISHED);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(status("daily").condition(ConditionType.READY))
                    .hasValueSatisfying(ready -> assertThat(ready.holds()).isTrue()));
    assertThat(status("daily").setId()).isEqualTo(42);
    assertThat(events()).contains("Planning", "Scoring", "Publishing", "Published");
  }

  @Test
  void anotherOperatorGoesOnWhereTheFirstOneWas() throws IOException {
    apply(RUN, BatchScoring.class);
    ends("daily-plan", "plan", PLANNED);
    Job score = job("daily-score");
    operator.close();

    ends("daily-score", "score", "{\"split\":2,\"rows\":10,\"errors\":0}");
    operator = OperatorUnderTest.start(server.config(), cluster);

    ends("daily-publish", "publish", PUBLISHED);
    await().atMost(SOON).until(() -> phase("daily") == BatchPhase.PUBLISHED);
    assertThat(job("daily-score").getMetadata().getUid()).isEqualTo(score.getMetadata().getUid());
  }

  @Test
  void aSuspendedRunsJobIsSuspendedAndGoesOn() {
    apply(RUN, BatchScoring.class);
    job("daily-plan");

    apply(RUN + "  suspend: true\n", BatchScoring.class);
    await().atMost(SOON).until(() -> suspended("daily-plan"));
    await().atMost(SOON).until(() -> phase("daily") == BatchPhase.SUSPENDED);

    apply(RUN + "  suspend: false\n", BatchScoring.class);
    await().atMost(SOON).until(() -> !suspended("daily-plan"));
  }

  @Test
  void lookUpsAreServedWhereTheSpecAsksForThemAndNothingIsWrittenTwice() {
    apply(RUN + "  serve: {maxStaleness: 26h}\n", BatchScoring.class);

    await().atMost(SOON).until(() -> lookup().isPresent());
    await()
        .atMost(SOON)
        .until(
            () ->
                client.services().inNamespace(namespace()).withName("daily-lookup").get() != null);
    job("daily-plan");
    var before = lookup().orElseThrow().getMetadata().getResourceVersion();
    apply(
        RUN + "  serve: {maxStaleness: 26h}\n  ttlSecondsAfterFinished: null\n",
        BatchScoring.class);
    assertThat(lookup().orElseThrow().getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void anAutoscalerSetsHowManyPodsLookUpUntilTheFieldGoes() {
    apply(RUN + SCALED_LOOKUPS, BatchScoring.class);
    await().atMost(SOON).until(() -> autoscaler().isPresent());
    assertThat(autoscaler().orElseThrow().getSpec().getScaleTargetRef().getName())
        .isEqualTo("daily-lookup");
    assertThat(lookup().orElseThrow().getSpec().getReplicas()).isEqualTo(2);

    scaleLookups(5);
    apply(RUN + SCALED_LOOKUPS + "    maxStaleness: 26h\n", BatchScoring.class);
    await().atMost(SOON).until(() -> lookupVariables().contains("SLIPWAY_LOOKUP_MAX_STALENESS"));
    assertThat(lookup().orElseThrow().getSpec().getReplicas()).isEqualTo(5);
    assertThat(ownersOfReplicas()).hasSize(1).doesNotContain(Ownership.FIELD_MANAGER);

    ResilienceIT.quiet(operator);
    scaleLookups(4);
    ResilienceIT.quiet(operator);
    assertThat(lookup().orElseThrow().getSpec().getReplicas()).isEqualTo(4);
    assertThat(ownersOfReplicas()).hasSize(1).doesNotContain(Ownership.FIELD_MANAGER);

    apply(RUN + "  serve: {replicas: 3}\n", BatchScoring.class);
    await().atMost(SOON).until(() -> lookup().orElseThrow().getSpec().getReplicas() == 3);
    assertThat(autoscaler()).isEmpty();
    assertThat(ownersOfReplicas()).containsExactly(Ownership.FIELD_MANAGER);
  }

  @Test
  void aScheduleBeginsTheRunThatIsDue() {
    Instant soon = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    apply(
        """
        apiVersion: slipway.io/v1alpha1
        kind: ScheduledBatchScoring
        metadata: {name: nightly}
        spec:
          schedule: "* * * * *"
          template:
            spec:
              model: {uri: s3://models/churn.onnx}
              input: {type: Csv, uri: s3://lake/customers, keyColumn: id}
              output: {type: PostgreSql, connectionSecret: warehouse}
              staging: {uri: s3://lake/staging}
        """,
        ScheduledBatchScoring.class);
    String name = "nightly-" + soon.getEpochSecond() / 60;

    await().atMost(Duration.ofSeconds(75)).until(() -> runs().withName(name).get() != null);

    BatchScoring run = runs().withName(name).get();
    assertThat(run.getSpec().output().set()).isEqualTo("nightly");
    job(name + "-plan");
  }

  private static final String RUN =
      """
      apiVersion: slipway.io/v1alpha1
      kind: BatchScoring
      metadata: {name: daily}
      spec:
        model: {uri: s3://models/churn.onnx}
        input: {type: Csv, uri: s3://lake/customers, keyColumn: id}
        output: {type: PostgreSql, connectionSecret: warehouse}
        staging: {uri: "pvc://staging"}
        credentialsSecret: lake
      """;

  private static final String SCALED_LOOKUPS =
      """
      serve:
        resources: {requests: {cpu: 100m}}
        autoscaling: {minReplicas: 2, maxReplicas: 6}
      """
          .indent(2);

  private void define(String plural) throws IOException {
    KubernetesClient admin = server.client();
    var crd =
        admin
            .getKubernetesSerialization()
            .unmarshal(
                Files.readString(MANIFESTS.resolve(plural + ".slipway.io.yaml")),
                CustomResourceDefinition.class);
    admin.resource(crd).forceConflicts().serverSideApply();
    await().atMost(SOON).ignoreExceptions().until(() -> canList(plural));
  }

  private boolean canList(String plural) {
    return server.client().raw("/apis/slipway.io/v1alpha1/" + plural) != null;
  }

  private <T extends HasMetadata> void apply(String yaml, Class<T> type) {
    T resource = client.getKubernetesSerialization().unmarshal(yaml, type);
    client.resource(resource).inNamespace(namespace()).forceConflicts().serverSideApply();
  }

  private Job job(String name) {
    await()
        .atMost(SOON)
        .until(
            () -> client.batch().v1().jobs().inNamespace(namespace()).withName(name).get() != null);
    return client.batch().v1().jobs().inNamespace(namespace()).withName(name).get();
  }

  private boolean suspended(String name) {
    return Boolean.TRUE.equals(job(name).getSpec().getSuspend());
  }

  /** A pod of the Job says its word, and the Job is complete. */
  private void ends(String name, String role, String word) {
    Job job = job(name);
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name + "-x")
            .withNamespace(namespace())
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("batch/v1")
                    .withKind("Job")
                    .withName(name)
                    .withUid(job.getMetadata().getUid())
                    .withController(true)
                    .build())
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("batch")
            .withImage("example.org/batch")
            .withArgs(role)
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    client
        .pods()
        .inNamespace(namespace())
        .withName(name + "-x")
        .editStatus(
            live ->
                new PodBuilder(live)
                    .withNewStatus()
                    .withPhase("Succeeded")
                    .addNewContainerStatus()
                    .withName("batch")
                    .withImage("example.org/batch")
                    .withImageID("")
                    .withReady(false)
                    .withRestartCount(0)
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(0)
                    .withMessage(word)
                    .endTerminated()
                    .endState()
                    .endContainerStatus()
                    .endStatus()
                    .build());
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace())
        .withName(name)
        .editStatus(
            live ->
                new JobBuilder(live)
                    .withNewStatus()
                    .withStartTime(now)
                    .withCompletionTime(now)
                    .withSucceeded(live.getSpec().getCompletions())
                    .addNewCondition()
                    .withType("SuccessCriteriaMet")
                    .withStatus("True")
                    .endCondition()
                    .addNewCondition()
                    .withType("Complete")
                    .withStatus("True")
                    .withLastTransitionTime(now)
                    .endCondition()
                    .endStatus()
                    .build());
  }

  private Optional<Deployment> lookup() {
    return Optional.ofNullable(
        client.apps().deployments().inNamespace(namespace()).withName("daily-lookup").get());
  }

  private Optional<HorizontalPodAutoscaler> autoscaler() {
    return Optional.ofNullable(
        client
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(namespace())
            .withName("daily-lookup")
            .get());
  }

  /**
   * As the autoscaler does it: by the scale subresource, and anew where another wrote meanwhile.
   */
  private void scaleLookups(int replicas) {
    var deployment = client.apps().deployments().inNamespace(namespace()).withName("daily-lookup");
    await()
        .atMost(SOON)
        .ignoreExceptionsMatching(BatchIT::isConflict)
        .until(
            () -> {
              Scale scale = deployment.scale((Scale) null);
              scale.getSpec().setReplicas(replicas);
              return deployment.scale(scale).getSpec().getReplicas() == replicas;
            });
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof KubernetesClientException refused && refused.getCode() == 409;
  }

  private List<String> lookupVariables() {
    return lookup().orElseThrow().getSpec().getTemplate().getSpec().getContainers().stream()
        .flatMap(container -> container.getEnv().stream())
        .map(EnvVar::getName)
        .toList();
  }

  private List<String> ownersOfReplicas() {
    return lookup().orElseThrow().getMetadata().getManagedFields().stream()
        .filter(Replicas::setsReplicas)
        .map(ManagedFieldsEntry::getManager)
        .toList();
  }

  private BatchScoringStatus status(String name) {
    return Objects.requireNonNull(runs().withName(name).get().getStatus());
  }

  private BatchPhase phase(String name) {
    BatchScoringStatus status = runs().withName(name).get().getStatus();
    return status == null || status.phase() == null ? BatchPhase.UNKNOWN : status.phase();
  }

  private List<String> events() {
    return client.events().v1().events().inNamespace(namespace()).list().getItems().stream()
        .map(event -> event.getReason())
        .toList();
  }

  private NonNamespaceOperation<
          BatchScoring, KubernetesResourceList<BatchScoring>, Resource<BatchScoring>>
      runs() {
    return client.resources(BatchScoring.class).inNamespace(namespace());
  }

  private String namespace() {
    return cluster.namespace();
  }
}
