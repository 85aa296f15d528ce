package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchSpark;
import io.slipway.operator.batch.observe.SparkApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What another operator is given to score the splits: the driver and the executors that a Job would
 * have, and that it is to try once. Who tries again is Slipway.
 *
 * @param pods of the run
 * @param api of which operator
 * @param runId which the plan came to
 */
record SparkSubmission(BatchScoring run, SparkRun pods, SparkApi api, String runId) {

  /** The Spark of the image, of which operators want to be told. */
  static final String VERSION = "4.2.0";

  private static final String MAIN_CLASS = "io.slipway.batch.spark.job.Main";

  /** As Spark calls a program that is on the class path already. */
  private static final String NO_FILE = "spark-internal";

  private static final List<String> ARGUMENTS = List.of("score");

  /**
   * Beginnings of properties by which the submitting process reads its own files and credentials,
   * or takes another image. That process is another operator's, with rights that the author of a
   * run does not have.
   */
  private static final List<String> OF_WHO_SUBMITS =
      List.of(
          "spark.archives",
          "spark.files",
          "spark.jars",
          "spark.kubernetes.authenticate.submission.",
          "spark.kubernetes.driver.container.image",
          "spark.kubernetes.executor.container.image",
          "spark.kubernetes.file.upload.path",
          "spark.submit.");

  /** How long a driver may wait for its place; a Job's waits for as long as it takes. */
  private static final Duration PATIENCE = Duration.ofDays(7);

  /** Properties that Kubeflow's operator sets itself; it refuses whoever sets them too. */
  private static final List<String> KUBEFLOWS_OWN =
      List.of("spark.master", "spark.kubernetes.driver.master", "spark.kubernetes.namespace");

  /**
   * @param submission from 1
   */
  GenericKubernetesResource application(int submission) {
    Owner owner = Owner.of(run);
    Map<String, String> labels = new TreeMap<>(run.getSpec().engineOrDefault().labels());
    labels.putAll(BatchLabels.of(owner));
    ObjectMeta metadata = owner.metadata(BatchNames.submission(owner.name(), submission), labels);
    metadata.setAnnotations(
        new TreeMap<>(
            Map.of(BatchLabels.RUN, runId, BatchLabels.SUBMISSION, Integer.toString(submission))));
    GenericKubernetesResource application = new GenericKubernetesResource();
    application.setApiVersion(api.apiVersion());
    application.setKind(SparkApi.KIND);
    application.setMetadata(metadata);
    application.setAdditionalProperty(
        "spec",
        switch (api) {
          case KUBEFLOW -> kubeflow();
          case APACHE -> apache();
        });
    return application;
  }

  private Map<String, Object> kubeflow() {
    BatchSpark spark = pods.spark();
    Map<String, String> conf = conf();
    KUBEFLOWS_OWN.forEach(conf::remove);
    return Map.ofEntries(
        Map.entry("type", "Java"),
        Map.entry("mode", "cluster"),
        Map.entry("sparkVersion", VERSION),
        Map.entry("image", pods.settings().sparkImage()),
        Map.entry("mainClass", MAIN_CLASS),
        Map.entry("mainApplicationFile", NO_FILE),
        Map.entry("arguments", ARGUMENTS),
        Map.entry("restartPolicy", Map.of("type", "Never")),
        Map.entry("sparkConf", conf),
        // In fields too: queues and quotas count by them.
        Map.entry(
            "driver",
            Map.of(
                "memory", spark.driverMemory(),
                "memoryOverhead", besideHeap(),
                "template", pods.submittedDriver(runId))),
        Map.entry(
            "executor",
            Map.of(
                "instances", spark.executors(),
                "cores", spark.executorCores(),
                "memory", spark.executorMemory(),
                "template", pods.submittedExecutor(runId))));
  }

  private Map<String, Object> apache() {
    Map<String, String> conf = conf();
    conf.put("spark.kubernetes.container.image", pods.settings().sparkImage());
    conf.put("spark.kubernetes.driver.podTemplateContainerName", SparkRun.DRIVER_CONTAINER);
    conf.put("spark.kubernetes.executor.podTemplateContainerName", SparkRun.EXECUTOR_CONTAINER);
    return Map.of(
        "mainClass",
        MAIN_CLASS,
        "driverArgs",
        ARGUMENTS,
        "deploymentMode",
        "ClusterMode",
        "runtimeVersions",
        Map.of("sparkVersion", VERSION),
        "sparkConf",
        conf,
        "driverSpec",
        Map.of("podTemplateSpec", pods.submittedDriver(runId)),
        "executorSpec",
        Map.of("podTemplateSpec", pods.submittedExecutor(runId)),
        "applicationTolerations",
        Map.of(
            "restartConfig",
            Map.of("restartPolicy", "Never"),
            // Its own five minutes would make a failure of waiting for room.
            "applicationTimeoutConfig",
            Map.of(
                "driverStartTimeoutMillis", PATIENCE.toMillis(),
                "driverReadyTimeoutMillis", PATIENCE.toMillis(),
                "executorStartTimeoutMillis", PATIENCE.toMillis()),
            // Otherwise the driver is gone before anybody has read its last word.
            "resourceRetainPolicy",
            "Always"));
  }

  private Map<String, String> conf() {
    Map<String, String> conf = new TreeMap<>();
    // Apache's operator switches these on or off where nothing is said: a run is to be as in a Job.
    conf.put("spark.io.encryption.enabled", "false");
    conf.put("spark.kubernetes.executor.deleteOnTermination", "true");
    conf.putAll(pods.sharedConf());
    conf.keySet().removeIf(SparkSubmission::concernsWhoSubmits);
    conf.put("spark.driver.memory", pods.spark().driverMemory());
    conf.put("spark.driver.memoryOverhead", besideHeap());
    conf.put("spark.ui.enabled", "false");
    return conf;
  }

  private static boolean concernsWhoSubmits(String property) {
    return OF_WHO_SUBMITS.stream().anyMatch(property::startsWith)
        || property.endsWith(".podTemplateFile");
  }

  private static String besideHeap() {
    return SparkRun.DRIVER_BESIDE_HEAP + "m";
  }
}
