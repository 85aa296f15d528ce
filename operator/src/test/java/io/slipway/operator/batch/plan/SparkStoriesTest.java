package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.document.Json;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs whose splits are scored by executors of Spark; their plans and sets are made by Jobs. */
class SparkStoriesTest {

  private static final String PLANNED =
      "{\"runId\":\"%s\",\"planDigest\":\"sha256:%s\",\"splits\":10}"
          .formatted(ToyRun.RUN_ID, "b".repeat(64));
  private static final String PUBLISHED =
      "{\"rows\":98,\"errors\":2,\"published\":true,\"setId\":42,\"broken\":[]}";

  private static ToyRun scoring() {
    ToyRun run =
        ToyRun.with(
            """
            engine:
              type: Spark
              retriesPerSplit: 5
              podTemplate:
                serviceAccountName: spark
                nodeSelector: {disk: fast}
                env: [{name: URL, value: "db://u:$(PW)@h"}]
              spark:
                executors: 6
                executorCores: 4
                executorMemory: 3g
                conf: {spark.locality.wait: 0s, spark.executor.instances: "99"}
            """);
    run.settle();
    run.completes("daily-plan", PLANNED);
    return run.settle();
  }

  @Test
  void aDriverMakesWhatItIsToldAndIsTheOnlyOneWithAToken() {
    ToyRun run = scoring();

    Job job = run.job("daily-score");
    PodSpec driver = job.getSpec().getTemplate().getSpec();
    assertThat(job.getSpec().getCompletions()).isEqualTo(1);
    assertThat(job.getSpec().getCompletionMode()).isNull();
    assertThat(driver.getAutomountServiceAccountToken()).isTrue();
    assertThat(driver.getServiceAccountName()).isEqualTo("spark");
    assertThat(driver.getContainers().getFirst().getImage()).isEqualTo("slipway-spark:1");
    assertThat(run.job("daily-plan").getSpec().getTemplate().getSpec())
        .satisfies(plan -> assertThat(plan.getAutomountServiceAccountToken()).isFalse())
        .satisfies(
            plan ->
                assertThat(plan.getContainers().getFirst().getImage())
                    .isEqualTo("slipway-batch:1"));

    Map<String, String> variables = variables(driver);
    assertThat(variables)
        .containsEntry("SLIPWAY_RUN_ID", ToyRun.RUN_ID)
        .containsEntry("SLIPWAY_SPLIT_RETRIES", "5")
        .containsEntry("JDK_JAVA_OPTIONS", "-Xmx1g");
    JsonNode conf =
        Json.read(expanded(variables, "SLIPWAY_SPARK_CONF"), JsonNode.class).orElseThrow();
    assertThat(conf.path("spark.executor.instances").asText()).isEqualTo("6");
    assertThat(conf.path("spark.executor.cores").asText()).isEqualTo("4");
    assertThat(conf.path("spark.executor.memory").asText()).isEqualTo("3g");
    assertThat(conf.path("spark.locality.wait").asText()).isEqualTo("0s");
    assertThat(conf.path("spark.kubernetes.namespace").asText()).isEqualTo("shop");
    assertThat(conf.path("spark.kubernetes.container.image").asText()).isEqualTo("slipway-spark:1");
  }

  @Test
  void executorsHaveTheMountsOfAScorePodAndNoRights() {
    PodSpec driver = scoring().job("daily-score").getSpec().getTemplate().getSpec();
    Pod executor =
        Json.read(expanded(variables(driver), "SLIPWAY_SPARK_EXECUTOR"), Pod.class).orElseThrow();

    assertThat(executor.getMetadata().getLabels()).containsEntry("slipway.io/role", "executor");
    PodSpec spec = executor.getSpec();
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getNodeSelector()).containsEntry("disk", "fast");
    assertThat(spec.getVolumes())
        .extracting(Volume::getName)
        .contains("slipway-run", "slipway-credentials", "slipway-staging", "slipway-cache");
    assertThat(spec.getContainers().getFirst().getArgs()).isEmpty();
    assertThat(spec.getContainers().getFirst().getVolumeMounts())
        .isEqualTo(driver.getContainers().getFirst().getVolumeMounts());
    assertThat(variables(spec))
        .containsEntry("SLIPWAY_RUN_ID", ToyRun.RUN_ID)
        .containsEntry("JDK_JAVA_OPTIONS", "-Xmx3g");
  }

  @Test
  void theDriversVariablesAreNotPutIntoItsExecutors() {
    PodSpec driver = scoring().job("daily-score").getSpec().getTemplate().getSpec();

    assertThat(variables(driver).get("SLIPWAY_SPARK_EXECUTOR"))
        .as("the kubelet makes one dollar of two, and knows no other variable then")
        .contains("db://u:$$(PW)@h");
  }

  @Test
  void theDriverSaysHowFarItIsAndTheSetIsPublishedByAJob() {
    ToyRun run = scoring();
    Pod driver = driver(run, "{\"committed\":4,\"rows\":40,\"errors\":1,\"secondsLeft\":90}");
    run.put(driver);
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(10, 4, 0));
    assertThat(run.status().progress()).isEqualTo("40%");
    assertThat(run.status().rows()).isEqualTo(new BatchRowsStatus(40, 1));
    assertThat(run.status().estimatedSecondsLeft()).isEqualTo(90L);

    run.completes("daily-score", "{\"splits\":10,\"committed\":10,\"rows\":98,\"errors\":2}");
    run.settle();
    run.completes("daily-publish", PUBLISHED);
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(10, 10, 0));
    assertThat(run.status().rows()).isEqualTo(new BatchRowsStatus(98, 2));
  }

  @Test
  void aDriverThatStartsAgainTakesNothingBack() {
    ToyRun run = scoring();
    Pod driver = driver(run, "{\"committed\":4,\"rows\":40,\"errors\":1}");
    run.put(driver);
    run.settle();
    run.losePods();
    run.settle();

    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(10, 4, 0));
    assertThat(run.status().rows()).isEqualTo(new BatchRowsStatus(40, 1));
  }

  @Test
  void aDriverThatGivesUpEndsTheRunInItsWords() {
    ToyRun run = scoring();
    run.givesUp(
        "daily-score",
        42,
        "{\"reason\":\"InputChanged\",\"message\":\"split 3: part-1 is another\"}");
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("InputChanged");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("split 3: part-1");
  }

  @Test
  void aDriverThatGetsNoExecutorsSaysWhereToLook() {
    ToyRun run = scoring();
    run.givesUp(
        "daily-score", 11, "many lines\npods \"churn-exec-9\" is forbidden: exceeded quota: small");
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("ExecutorsRefused");
    assertThat(run.condition(ConditionType.STALLED).message())
        .contains("batch logs --phase executor", "exceeded quota: small");
  }

  @Test
  void anAccountWithoutRightsIsToldWhichItNeeds() {
    ToyRun run = scoring();
    run.givesUp(
        "daily-score", 42, "{\"reason\":\"RightsMissing\",\"message\":\"cannot get pods\"}");
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("RightsMissing");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("cannot get pods");
  }

  @Test
  void executorsThatFindNoNodeAreToldOf() {
    ToyRun run = scoring();
    Pod driver = driver(run, "{}");
    run.put(driver);
    run.put(
        new PodBuilder()
            .withNewMetadata()
            .withName("daily-exec-1")
            .withUid("executor-uid")
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName("driver")
                    .withUid(driver.getMetadata().getUid())
                    .withController(true)
                    .build())
            .endMetadata()
            .withNewStatus()
            .withPhase("Pending")
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/2 nodes are available: 2 Insufficient memory.")
            .withLastTransitionTime("2026-11-23T02:00:00Z")
            .endCondition()
            .endStatus()
            .build());
    run.pass(Duration.ofMinutes(5));
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).message()).contains("Insufficient memory");
  }

  @Test
  void anInstallationWithoutTheImageSaysSo() {
    ToyRun run = ToyRun.with("engine: {type: Spark, podTemplate: {serviceAccountName: spark}}\n");
    run.noSparkImage();
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("ImageNotConfigured");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("images.spark");
    assertThat(run.jobs()).isEmpty();
  }

  private static Map<String, String> variables(PodSpec pod) {
    return pod.getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  /** As a container has it. */
  private static String expanded(Map<String, String> variables, String name) {
    return variables.getOrDefault(name, "").replace("$$", "$");
  }

  private static Pod driver(ToyRun run, String progress) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("driver")
        .withUid("driver-uid")
        .withAnnotations(Map.of("slipway.io/progress", progress))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName("daily-score")
                .withUid(run.job("daily-score").getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }
}
