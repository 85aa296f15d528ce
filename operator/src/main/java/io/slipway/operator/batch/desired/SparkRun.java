package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.slipway.api.v1alpha1.BatchEngine;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchSpark;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.document.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods that score a run on Spark: a driver, and the executors that it makes. What they are
 * given is what a score pod of a Job is given; the rest is how Spark finds itself.
 *
 * @param run whose
 * @param model that it was pinned to
 */
record SparkRun(BatchScoring run, ModelAnswer.Found model, BatchSettings settings) {

  /** As Spark calls the containers itself, and Kubeflow's operator wants them in templates. */
  static final String DRIVER_CONTAINER = "spark-kubernetes-driver";

  static final String EXECUTOR_CONTAINER = "spark-kubernetes-executor";

  /** Spark's entry for the options of a JVM is its start script, which the image has not. */
  private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

  static final long DRIVER_BESIDE_HEAP = 512;

  /** The driver's pod, which ends when all splits are committed or given up. */
  PodTemplateSpec driver(String runId) {
    BatchPod pod =
        pod(BatchRole.SCORE.argument(), memory(spark().driverMebibytes() + DRIVER_BESIDE_HEAP));
    ContainerBuilder container =
        driver(pod, runId)
            .addToEnv(
                field("SLIPWAY_POD_IP", "status.podIP"),
                variable("SLIPWAY_SPARK_CONF", literally(Json.write(conf()))),
                variable("SLIPWAY_SPARK_EXECUTOR", literally(Json.write(executor(runId)))));
    return withToken(pod.template(container, "Never", settings.group()));
  }

  /** What somebody else makes the driver's pod from, who adds its arguments and its memory. */
  PodTemplateSpec submittedDriver(String runId) {
    BatchPod pod = pod(BatchRole.SCORE.argument(), null);
    ContainerBuilder container = driver(pod, runId).withName(DRIVER_CONTAINER).withArgs(List.of());
    return withToken(pod.template(container, null, settings.group()));
  }

  private ContainerBuilder driver(BatchPod pod, String runId) {
    return container(pod, runId, spark().driverMemory())
        .addToEnv(
            variable("SLIPWAY_SPLIT_RETRIES", Integer.toString(engine().retriesPerSplit())),
            field("SLIPWAY_POD_NAME", "metadata.name"),
            field("SLIPWAY_POD_NAMESPACE", "metadata.namespace"));
  }

  /** It makes its executors by the account's rights; they have none. */
  private static PodTemplateSpec withToken(PodTemplateSpec driver) {
    return new PodTemplateSpecBuilder(driver)
        .editSpec()
        .withAutomountServiceAccountToken(true)
        .endSpec()
        .build();
  }

  /** What Spark makes executors from; it adds their names, resources and last variables. */
  private Pod executor(String runId) {
    PodTemplateSpec template = executor(runId, BatchPod.CONTAINER);
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .withSpec(template.getSpec())
        .build();
  }

  /** The same for a driver that somebody else starts. */
  PodTemplateSpec submittedExecutor(String runId) {
    return executor(runId, EXECUTOR_CONTAINER);
  }

  private PodTemplateSpec executor(String runId, String name) {
    BatchPod pod = pod(BatchLabels.EXECUTOR, null);
    ContainerBuilder container =
        container(pod, runId, spark().executorMemory()).withName(name).withArgs(List.of());
    return pod.template(container, null, settings.group());
  }

  private ContainerBuilder container(BatchPod pod, String runId, String heap) {
    ContainerBuilder container = pod.container(settings.sparkImage());
    List<EnvVar> ours = new ArrayList<>();
    ours.add(variable("SLIPWAY_RUN_ID", runId));
    boolean isGiven =
        engine().podTemplateOrNone().env().stream()
            .anyMatch(variable -> variable.getName().equals(JVM_OPTIONS));
    if (!isGiven) {
      ours.add(variable(JVM_OPTIONS, "-Xmx" + heap));
    }
    return container.addAllToEnv(ours);
  }

  private BatchPod pod(String role, @Nullable ResourceRequirements resources) {
    return new BatchPod(
        Owner.of(run),
        role,
        engine().podTemplateOrNone(),
        resources,
        BatchVolumes.ofRun(run, model, settings, BatchRole.SCORE));
  }

  private static ResourceRequirements memory(long mebibytes) {
    Quantity memory = new Quantity(mebibytes + "Mi");
    return new ResourceRequirementsBuilder()
        .addToRequests("memory", memory)
        .addToLimits("memory", memory)
        .build();
  }

  /** The properties of Spark for a driver that Slipway starts. */
  private Map<String, String> conf() {
    Map<String, String> conf = sharedConf();
    conf.put("spark.master", "k8s://https://kubernetes.default.svc");
    conf.put("spark.submit.deployMode", "client");
    conf.put("spark.kubernetes.namespace", run.getMetadata().getNamespace());
    conf.put("spark.kubernetes.container.image", settings.sparkImage());
    conf.put("spark.kubernetes.executor.podTemplateContainerName", BatchPod.CONTAINER);
    return conf;
  }

  /**
   * The properties of Spark, whoever starts the driver: the user's, and over them those without
   * which it would not work.
   */
  Map<String, String> sharedConf() {
    Map<String, String> conf = new TreeMap<>();
    // Engines and Parquet files have their memory outside the heap.
    conf.put("spark.executor.memoryOverheadFactor", "1.0");
    // Else whoever reaches the driver's port may have it run what he sends.
    conf.put("spark.authenticate", "true");
    conf.putAll(spark().conf());
    conf.put("spark.app.name", run.getMetadata().getName());
    conf.put("spark.executor.instances", Integer.toString(spark().executors()));
    conf.put("spark.executor.cores", Integer.toString(spark().executorCores()));
    conf.put("spark.executor.memory", spark().executorMemory());
    // With these the account needs rights on pods alone.
    conf.put("spark.kubernetes.executor.disableConfigMap", "true");
    conf.put("spark.kubernetes.driver.service.deleteOnTermination", "false");
    conf.put("spark.kubernetes.driver.ownPersistentVolumeClaim", "false");
    conf.put("spark.kubernetes.driver.reusePersistentVolumeClaim", "false");
    return conf;
  }

  /** Else the kubelet would put the driver's variables into it, values of Secrets among them. */
  private static String literally(String text) {
    return text.replace("$", "$$");
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  BatchSpark spark() {
    return engine().sparkOrDefault();
  }

  private BatchEngine engine() {
    return run.getSpec().engineOrDefault();
  }
}
