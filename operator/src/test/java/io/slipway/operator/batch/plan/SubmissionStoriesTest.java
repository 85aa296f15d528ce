package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.batch.observe.SparkApi;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs whose splits are scored by another operator's SparkApplication. */
class SubmissionStoriesTest {

  private static final String SPEC =
      """
      engine:
        type: Spark
        labels: {kueue.x-k8s.io/queue-name: nightly}
        podTemplate:
          serviceAccountName: spark
          nodeSelector: {disk: fast}
        spark:
          submit: SparkApplication
          executors: 6
          executorCores: 4
          executorMemory: 3g
          conf: {spark.locality.wait: 0s, spark.master: "local", spark.driver.memory: 9g}
      """;

  private static ToyRun scoring(SparkApi api) {
    ToyRun run = ToyRun.with(SPEC);
    run.hasSparkOperator(api);
    run.settle();
    run.completes("daily-plan", ToyRun.PLANNED);
    return run.settle();
  }

  @Test
  void kubeflowsOperatorIsGivenTheDriverThatAJobWouldHave() {
    GenericKubernetesResource application = scoring(SparkApi.KUBEFLOW).application("daily-score");

    assertThat(application.getApiVersion()).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(application.getMetadata().getLabels())
        .containsEntry("slipway.io/batch", "daily")
        .containsEntry("kueue.x-k8s.io/queue-name", "nightly")
        .doesNotContainKey("slipway.io/role");
    assertThat(application.<String>get("spec", "mode")).isEqualTo("cluster");
    assertThat(application.<String>get("spec", "image")).isEqualTo("slipway-spark:1");
    assertThat(application.<String>get("spec", "mainApplicationFile")).isEqualTo("spark-internal");
    assertThat(application.<String>get("spec", "restartPolicy", "type")).isEqualTo("Never");
    assertThat(application.<Integer>get("spec", "executor", "instances")).isEqualTo(6);
    assertThat(application.<Map<String, String>>get("spec", "sparkConf"))
        .containsEntry("spark.locality.wait", "0s")
        .containsEntry("spark.driver.memory", "1g")
        .containsEntry("spark.driver.memoryOverhead", "512m")
        .as("what the operator says itself, and refuses to hear")
        .doesNotContainKeys(
            "spark.master", "spark.kubernetes.namespace", "spark.kubernetes.container.image");
    assertThat(
            application.<String>get("spec", "driver", "template", "spec", "containers", 0, "name"))
        .isEqualTo("spark-kubernetes-driver");
    isAsAScorePod(application, new Object[] {"spec", "driver", "template"});
    isWithoutRights(application, new Object[] {"spec", "executor", "template"});
  }

  @Test
  void apachesOperatorIsGivenTheSameAndLeavesTheDriverToBeRead() {
    GenericKubernetesResource application = scoring(SparkApi.APACHE).application("daily-score");

    assertThat(application.getApiVersion()).isEqualTo("spark.apache.org/v1");
    assertThat(application.<Map<String, String>>get("spec", "sparkConf"))
        .containsEntry("spark.kubernetes.container.image", "slipway-spark:1")
        .containsEntry("spark.executor.instances", "6")
        .containsEntry("spark.executor.memory", "3g")
        .containsEntry("spark.kubernetes.executor.deleteOnTermination", "true");
    assertThat(
            application.<String>get(
                "spec", "applicationTolerations", "restartConfig", "restartPolicy"))
        .isEqualTo("Never");
    assertThat(application.<String>get("spec", "applicationTolerations", "resourceRetainPolicy"))
        .isEqualTo("Always");
    isAsAScorePod(application, new Object[] {"spec", "driverSpec", "podTemplateSpec"});
    isWithoutRights(application, new Object[] {"spec", "executorSpec", "podTemplateSpec"});
  }

  private static void isAsAScorePod(GenericKubernetesResource application, Object[] template) {
    assertThat(application.<String>get(path(template, "metadata", "labels", "slipway.io/role")))
        .isEqualTo("score");
    assertThat(application.<Boolean>get(path(template, "spec", "automountServiceAccountToken")))
        .isTrue();
    assertThat(application.<String>get(path(template, "spec", "serviceAccountName")))
        .isEqualTo("spark");
    assertThat(application.<String>get(path(template, "spec", "nodeSelector", "disk")))
        .isEqualTo("fast");
    assertThat(application.<Object>get(path(template, "spec", "containers", 0, "args")))
        .as("Spark puts its own there, behind those of a template")
        .isNull();
    assertThat(application.<Object>get(path(template, "spec", "containers", 0, "env")).toString())
        .contains("name=SLIPWAY_RUN_ID, value=" + ToyRun.RUN_ID)
        .contains("SLIPWAY_POD_NAME", "SLIPWAY_SPLIT_RETRIES", "-Xmx1g")
        .doesNotContain("SLIPWAY_SPARK_CONF", "SLIPWAY_SPARK_EXECUTOR");
  }

  private static void isWithoutRights(GenericKubernetesResource application, Object[] template) {
    assertThat(application.<String>get(path(template, "metadata", "labels", "slipway.io/role")))
        .isEqualTo("executor");
    assertThat(application.<Boolean>get(path(template, "spec", "automountServiceAccountToken")))
        .isFalse();
    assertThat(application.<Object>get(path(template, "spec", "volumes")).toString())
        .contains("slipway-run", "slipway-credentials", "slipway-staging", "slipway-cache");
    assertThat(application.<Object>get(path(template, "spec", "containers", 0, "env")).toString())
        .contains("-Xmx3g");
  }

  private static Object[] path(Object[] start, Object... more) {
    Object[] path = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, path, start.length, more.length);
    return path;
  }

  @ParameterizedTest
  @EnumSource(SparkApi.class)
  void theDriverSaysHowFarItIsAndTheSetIsPublishedByAJob(SparkApi api) {
    ToyRun run = scoring(api);
    is(run, "daily-score", UNDER_WAY, "");
    run.put(
        driver(run, "daily-score", "{\"committed\":2,\"rows\":20,\"errors\":1,\"secondsLeft\":9}"));
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(3, 2, 0));
    assertThat(run.status().rows()).isEqualTo(new BatchRowsStatus(20, 1));
    assertThat(run.status().estimatedSecondsLeft()).isEqualTo(9L);

    is(run, "daily-score", COMPLETE, "");
    run.settle();
    run.completes("daily-publish", ToyRun.PUBLISHED);
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.jobs()).containsExactly("daily-plan", "daily-publish");
  }

  @Test
  void aRunIsNotPlannedThatNobodyCouldScore() {
    ToyRun run = ToyRun.with(SPEC);
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("SparkOperatorMissing");
    assertThat(run.condition(ConditionType.STALLED).message())
        .contains("sparkoperator.k8s.io/v1beta2", "spark.apache.org/v1", "submit: Job");
    assertThat(run.jobs()).isEmpty();

    run.hasSparkOperator(SparkApi.APACHE);
    run.settle();
    assertThat(run.jobs()).containsExactly("daily-plan");
  }

  @Test
  void anInstallationWithoutTheRightsSaysSo() {
    ToyRun run = ToyRun.with(SPEC);
    run.mayNotLookAtSparkApplications();
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("SparkOperatorMissing");
    assertThat(run.condition(ConditionType.STALLED).message())
        .contains("give it the rights that the chart has", "cannot list sparkapplications");
  }

  @Test
  void anApplicationThatNoOperatorTakesIsToldOf() {
    ToyRun run = scoring(SparkApi.KUBEFLOW);
    assertThat(run.status().condition(ConditionType.STALLED)).isEmpty();

    run.pass(Duration.ofMinutes(3));
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("SparkOperatorMissing");
    assertThat(run.condition(ConditionType.STALLED).message())
        .contains("SparkApplication daily-score", "sparkoperator.k8s.io", "namespace shop");

    is(run, "daily-score", UNDER_WAY, "");
    run.settle();
    assertThat(run.status().condition(ConditionType.STALLED)).isEmpty();
  }

  @Test
  void aQueueMayHoldItUp() {
    ToyRun run = scoring(SparkApi.KUBEFLOW);
    status(run, "daily-score", Map.of("applicationState", Map.of("state", "SUSPENDED")));
    run.settle();

    assertThat(run.condition(ConditionType.RECONCILING).message())
        .contains("daily-score is suspended");
  }

  @ParameterizedTest
  @EnumSource(SparkApi.class)
  void aDriverThatIsLostIsSubmittedAgainUnderAnotherName(SparkApi api) {
    ToyRun run = scoring(api);
    is(run, "daily-score", FAILED, "driver pod not found");
    run.settle();

    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Retrying");
    assertThat(run.condition(ConditionType.RECONCILING).message()).contains("driver pod not found");
    assertThat(run.has("SparkApplication", "daily-score-2")).isFalse();

    run.pass(Duration.ofSeconds(10));
    run.settle();
    assertThat(run.application("daily-score-2").getMetadata().getAnnotations())
        .containsEntry("slipway.io/submission", "2")
        .containsEntry("slipway.io/run-id", ToyRun.RUN_ID);

    is(run, "daily-score-2", COMPLETE, "");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHING);
  }

  @Test
  void itIsGivenUpAfterEightSubmissions() {
    ToyRun run = scoring(SparkApi.KUBEFLOW);
    for (int submission = 1; submission <= 8; submission++) {
      String name = submission == 1 ? "daily-score" : "daily-score-" + submission;
      status(
          run,
          name,
          Map.of(
              "applicationState",
              Map.of("state", "FAILED", "errorMessage", "forbidden: no pods for you")));
      run.settle();
      run.pass(Duration.ofMinutes(25));
      run.settle();
    }

    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("SubmissionFailed");
    assertThat(run.condition(ConditionType.STALLED).message())
        .contains("daily-score-8", "no pods for you");
    assertThat(run.has("SparkApplication", "daily-score-9")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(SparkApi.class)
  void aDriverThatGivesUpEndsTheRunInItsWords(SparkApi api) {
    ToyRun run = scoring(api);
    is(run, "daily-score", FAILED, "exit code 42");
    run.put(
        ended(run, 42, "{\"reason\":\"InputChanged\",\"message\":\"split 3: part-1 is another\"}"));
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("InputChanged");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("split 3: part-1");
  }

  @Test
  void aDriverThatWasDoneBeforeItsOperatorLookedHasScoredAllTheSame() {
    ToyRun run = scoring(SparkApi.APACHE);
    is(run, "daily-score", FAILED, "terminated without SparkContext initialization");
    run.put(ended(run, 0, "{\"splits\":3,\"committed\":3,\"rows\":30,\"errors\":0}"));
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHING);
  }

  @Test
  void oneThatSomebodyDeletesIsMadeAgain() {
    ToyRun run = scoring(SparkApi.KUBEFLOW);
    is(run, "daily-score", UNDER_WAY, "");
    run.settle();

    run.lose("SparkApplication", "daily-score");
    run.settle();

    assertThat(run.application("daily-score").<Object>get("status")).isNull();
  }

  @ParameterizedTest
  @EnumSource(SparkApi.class)
  void suspendingTakesItAwayAndWhatIsDoneStaysDone(SparkApi api) {
    ToyRun run = scoring(api);
    is(run, "daily-score", UNDER_WAY, "");
    run.put(driver(run, "daily-score", "{\"committed\":2,\"rows\":20,\"errors\":1}"));
    run.settle();

    run.respec("suspend: false", "suspend: true");
    run.settle();
    assertThat(run.has("SparkApplication", "daily-score")).isFalse();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SUSPENDED);

    run.respec("suspend: true", "suspend: false");
    run.settle();
    assertThat(run.has("SparkApplication", "daily-score")).isTrue();
    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(3, 2, 0));
  }

  @ParameterizedTest
  @EnumSource(SparkApi.class)
  void whoSubmitsIsAskedForNoFileOfItsOwn(SparkApi api) {
    ToyRun run =
        ToyRun.with(
            SPEC.replace(
                "conf: {",
                "conf: {spark.files: file:///secret, spark.kubernetes.file.upload.path: s3a://away,"
                    + " spark.kubernetes.driver.container.image: other,"
                    + " spark.kubernetes.driver.podTemplateFile: /etc/template, "));
    run.hasSparkOperator(api);
    run.settle();
    run.completes("daily-plan", ToyRun.PLANNED);
    run.settle();

    assertThat(run.application("daily-score").<Map<String, String>>get("spec", "sparkConf"))
        .containsEntry("spark.locality.wait", "0s")
        .doesNotContainKeys(
            "spark.files",
            "spark.kubernetes.file.upload.path",
            "spark.kubernetes.driver.container.image",
            "spark.kubernetes.driver.podTemplateFile");
  }

  @ParameterizedTest
  @EnumSource(SparkApi.class)
  void aDriverThatItsOperatorHasGivenUpAloneIsTheTryThatGoesOn(SparkApi api) {
    ToyRun run = scoring(api);
    is(run, "daily-score", "FAILED DriverStartTimedOut", "no driver in time");
    run.put(driver(run, "daily-score", "{\"committed\":1,\"rows\":10,\"errors\":0}"));
    run.pass(Duration.ofMinutes(30));
    run.settle();

    assertThat(run.has("SparkApplication", "daily-score-2")).isFalse();
    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(3, 1, 0));

    run.respec("suspend: false", "suspend: true");
    run.settle();
    assertThat(run.has("SparkApplication", "daily-score")).isFalse();
  }

  @Test
  void whatABatchScoringOfBeforeHasLeftIsWaitedFor() {
    ToyRun run = scoring(SparkApi.KUBEFLOW);
    run.isMadeAgain();
    run.look();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.PENDING);
    assertThat(run.condition(ConditionType.RECONCILING).message()).contains("is being removed");
  }

  private static final String UNDER_WAY = "RUNNING RunningHealthy";
  private static final String COMPLETE = "COMPLETED Succeeded";
  private static final String FAILED = "FAILED Failed";

  /**
   * The application's operator says so.
   *
   * @param states Kubeflow's word, and Apache's
   */
  private static void is(ToyRun run, String name, String states, String message) {
    boolean isKubeflow =
        run.application(name).getApiVersion().equals(SparkApi.KUBEFLOW.apiVersion());
    String state = states.split(" ")[isKubeflow ? 0 : 1];
    status(
        run,
        name,
        isKubeflow
            ? Map.of(
                "applicationState",
                Map.of("state", state, "errorMessage", message),
                "executionAttempts",
                1)
            : Map.of("currentState", Map.of("currentStateSummary", state, "message", message)));
  }

  private static void status(ToyRun run, String name, Map<String, Object> status) {
    run.application(name).setAdditionalProperty("status", status);
  }

  private static Pod driver(ToyRun run, String application, String progress) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(application + "-driver")
        .withUid("driver-uid")
        .withLabels(Map.of("slipway.io/role", "score"))
        .withAnnotations(Map.of("slipway.io/progress", progress))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withKind(SparkApi.KIND)
                .withName(application)
                .withUid(run.application(application).getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }

  private static Pod ended(ToyRun run, int exitCode, String word) {
    return new PodBuilder(driver(run, "daily-score", "{}"))
        .withNewStatus()
        .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withMessage(word)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
