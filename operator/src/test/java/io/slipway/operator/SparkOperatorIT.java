package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.batch.observe.SparkApi;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs that other operators of Spark score, on a real API server with those operators' own
 * definitions, which come and go while Slipway runs. What such an operator does is played by the
 * test; a field that a definition does not know would be refused.
 */
@WithApiServer
final class SparkOperatorIT {

  private static final Path MANIFESTS = Path.of("../crds/manifests");
  private static final Path SPARK = Path.of("src/test/resources/spark");
  // Definitions that come later are seen at the next look, after ten seconds.
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String PLANNED =
      "{\"planDigest\":\"sha256:p\",\"runId\":\"sha256:r\",\"splits\":3}";

  private final ApiServer server;
  private MockCluster cluster;
  private OperatorUnderTest operator;
  private KubernetesClient client;

  @SuppressWarnings("NullAway.Init") // Filled before each test.
  SparkOperatorIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() throws IOException {
    client = server.client();
    define(MANIFESTS.resolve("batchscorings.slipway.io.yaml"));
    define(MANIFESTS.resolve("scheduledbatchscorings.slipway.io.yaml"));
    cluster = MockCluster.start(client);
    operator = OperatorUnderTest.start(server.config(), cluster);
  }

  @AfterEach
  void stop() {
    operator.close();
    cluster.close();
    for (SparkApi api : SparkApi.values()) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName("sparkapplications." + api.group())
          .delete();
    }
  }

  @Test
  void aRunWaitsForAnOperatorAndIsScoredByTheOneThatIsThere() throws IOException {
    apply("daily", "");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(stalled("daily"))
                    .hasValueSatisfying(
                        why -> assertThat(why.reason()).isEqualTo("SparkOperatorMissing")));
    assertThat(client.batch().v1().jobs().inNamespace(namespace()).list().getItems()).isEmpty();

    define(SPARK.resolve("apache.yaml"));
    planned("daily");
    GenericKubernetesResource apaches = submitted(SparkApi.APACHE, "daily-score");
    assertThat(apaches.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getName()).isEqualTo("daily"))
        .satisfies(owner -> assertThat(owner.getController()).isTrue());
    assertThat(
            apaches.<String>get(
                "spec", "driverSpec", "podTemplateSpec", "spec", "serviceAccountName"))
        .isEqualTo("spark");

    says(
        SparkApi.APACHE,
        "daily-score",
        Map.of(
            "currentState",
            Map.of(
                "currentStateSummary",
                "Succeeded",
                "lastTransitionTime",
                Instant.now().toString(),
                "message",
                "done")));
    job("daily-publish");
    await().atMost(SOON).until(() -> phase("daily") == BatchPhase.PUBLISHING);
  }

  @Test
  void ofTwoOperatorsKubeflowsIsTakenAndSuspendingTakesItsApplicationAway() throws IOException {
    define(SPARK.resolve("apache.yaml"));
    define(SPARK.resolve("kubeflow.yaml"));
    apply("nightly", "");
    planned("nightly");
    GenericKubernetesResource first = submitted(SparkApi.KUBEFLOW, "nightly-score");
    assertThat(first.<Integer>get("spec", "executor", "instances")).isEqualTo(2);
    assertThat(application(SparkApi.APACHE, "nightly-score").get()).isNull();
    says(
        SparkApi.KUBEFLOW,
        "nightly-score",
        Map.of("applicationState", Map.of("state", "RUNNING"), "driverInfo", Map.of()));

    apply("nightly", "  suspend: true\n");
    await().atMost(SOON).until(() -> application(SparkApi.KUBEFLOW, "nightly-score").get() == null);
    await().atMost(SOON).until(() -> phase("nightly") == BatchPhase.SUSPENDED);

    apply("nightly", "  suspend: false\n");
    GenericKubernetesResource again = submitted(SparkApi.KUBEFLOW, "nightly-score");
    assertThat(again.getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
    says(
        SparkApi.KUBEFLOW,
        "nightly-score",
        Map.of("applicationState", Map.of("state", "COMPLETED"), "driverInfo", Map.of()));
    job("nightly-publish");
  }

  private void apply(String name, String more) {
    BatchScoring run =
        client
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: slipway.io/v1alpha1
                kind: BatchScoring
                metadata: {name: %s}
                spec:
                  model: {uri: s3://models/churn.onnx}
                  input: {type: Csv, uri: s3://lake/customers, keyColumn: id}
                  output: {type: PostgreSql, connectionSecret: warehouse}
                  staging: {uri: "pvc://staging"}
                  credentialsSecret: lake
                  engine:
                    type: Spark
                    labels: {kueue.x-k8s.io/queue-name: nightly}
                    podTemplate:
                      serviceAccountName: spark
                      nodeSelector: {disk: fast}
                      tolerations: [{key: spot, operator: Exists}]
                      env: [{name: A, valueFrom: {secretKeyRef: {name: a, key: b}}}]
                      volumes: [{name: more, emptyDir: {sizeLimit: 1Gi}}]
                      volumeMounts: [{name: more, mountPath: /more}]
                    spark: {submit: SparkApplication, conf: {spark.locality.wait: 0s}}
                """
                        .formatted(name)
                    + more,
                BatchScoring.class);
    client.resource(run).inNamespace(namespace()).forceConflicts().serverSideApply();
  }

  private void define(Path file) throws IOException {
    CustomResourceDefinition crd =
        client
            .getKubernetesSerialization()
            .unmarshal(Files.readString(file), CustomResourceDefinition.class);
    client.resource(crd).forceConflicts().serverSideApply();
    String path =
        "/apis/%s/%s/%s"
            .formatted(
                crd.getSpec().getGroup(),
                crd.getSpec().getVersions().getLast().getName(),
                crd.getSpec().getNames().getPlural());
    await().atMost(SOON).ignoreExceptions().until(() -> client.raw(path) != null);
  }

  /** The plan's pod says its word, and its Job is complete. */
  private void planned(String run) {
    Job job = job(run + "-plan");
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(run + "-plan-x")
            .withNamespace(namespace())
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("batch/v1")
                    .withKind("Job")
                    .withName(run + "-plan")
                    .withUid(job.getMetadata().getUid())
                    .withController(true)
                    .build())
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("batch")
            .withImage("example.org/batch")
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    client
        .resource(pod)
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
                    .withMessage(PLANNED)
                    .endTerminated()
                    .endState()
                    .endContainerStatus()
                    .endStatus()
                    .build());
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .resource(job)
        .editStatus(
            live ->
                new JobBuilder(live)
                    .withNewStatus()
                    .withStartTime(now)
                    .withCompletionTime(now)
                    .withSucceeded(1)
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

  private Job job(String name) {
    Resource<Job> job = client.batch().v1().jobs().inNamespace(namespace()).withName(name);
    await().atMost(SOON).until(() -> job.get() != null);
    return job.get();
  }

  private Resource<GenericKubernetesResource> application(SparkApi api, String name) {
    return client
        .genericKubernetesResources(api.apiVersion(), SparkApi.KIND)
        .inNamespace(namespace())
        .withName(name);
  }

  private GenericKubernetesResource submitted(SparkApi api, String name) {
    await().atMost(SOON).until(() -> application(api, name).get() != null);
    return application(api, name).get();
  }

  /** The application's operator says so. */
  private void says(SparkApi api, String name, Map<String, Object> status) {
    application(api, name)
        .editStatus(
            live -> {
              live.setAdditionalProperty("status", status);
              return live;
            });
  }

  private Optional<Condition> stalled(String run) {
    return status(run).flatMap(status -> status.condition(ConditionType.STALLED));
  }

  private BatchPhase phase(String run) {
    return status(run).map(BatchScoringStatus::phase).orElse(BatchPhase.UNKNOWN);
  }

  private Optional<BatchScoringStatus> status(String run) {
    return Optional.ofNullable(
        client
            .resources(BatchScoring.class)
            .inNamespace(namespace())
            .withName(run)
            .get()
            .getStatus());
  }

  private String namespace() {
    return cluster.namespace();
  }
}
