package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.slipway.api.v1alpha1.BatchAskStatus;
import io.slipway.api.v1alpha1.BatchEngine;
import io.slipway.api.v1alpha1.BatchEngineType;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.SparkApi;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Jobs of a run. Each is made once and never applied again: what its pods are does not change
 * with the operator.
 *
 * @param run whose
 * @param model that it was pinned to
 */
public record RunJobs(BatchScoring run, ModelAnswer.Found model, BatchSettings settings) {

  /** What a pod ends with when another try is of no use. */
  public static final int HOPELESS = 42;

  /** From ten seconds on, twice as long each time: about a quarter of an hour. */
  public static final int TRIES_OF_ONE_POD = 7;

  /** The account that the pods run as. */
  public Optional<ServiceAccount> account() {
    return BatchPod.account(Owner.of(run), engine().podTemplateOrNone());
  }

  /** Cuts the input into splits. */
  public Job plan() {
    return job(BatchNames.plan(name()), "", onePod(BatchRole.PLAN, Map.of()));
  }

  /**
   * Scores the splits.
   *
   * @param runId which the plan came to
   */
  public Job score(String runId, int splits) {
    if (engine().type() == BatchEngineType.SPARK) {
      JobSpecBuilder driver = onePod(new SparkRun(run, model, settings).driver(runId));
      return job(BatchNames.score(name()), runId, driver);
    }
    JobSpecBuilder spec =
        spec(template(BatchRole.SCORE, Map.of("SLIPWAY_RUN_ID", runId)))
            .withCompletionMode("Indexed")
            .withCompletions(splits)
            .withParallelism(Math.min(engine().parallelism(), splits))
            .withBackoffLimitPerIndex(engine().retriesPerSplit())
            // A set lacks no split: one that is given up ends the run.
            .withMaxFailedIndexes(0)
            .withPodFailurePolicy(failurePolicy("FailIndex"));
    return job(BatchNames.score(name()), runId, spec);
  }

  /**
   * Scores the splits by another operator.
   *
   * @param runId which the plan came to
   * @param submission how often it has been tried, with this one
   */
  public GenericKubernetesResource application(SparkApi api, String runId, int submission) {
    return new SparkSubmission(run, new SparkRun(run, model, settings), api, runId)
        .application(submission);
  }

  /** Validates and loads the set, and lets readers see it where nobody is to be asked. */
  public Job publish(String runId) {
    return job(
        BatchNames.publish(name()),
        runId,
        onePod(BatchRole.PUBLISH, Map.of("SLIPWAY_RUN_ID", runId)));
  }

  /** Lets readers see a set that was loaded before. */
  public Job activate(BatchAskStatus ask) {
    String setId = Long.toString(ask.setId());
    return job(
        BatchNames.activate(name(), ask.setId()),
        setId,
        onePod(BatchRole.ACTIVATE, Map.of("SLIPWAY_SET_ID", setId, "SLIPWAY_ASKED", name(ask))));
  }

  /**
   * What a person did is named by the edit, so that a pod or a Job that is started again does the
   * same and not something new.
   */
  private String name(BatchAskStatus ask) {
    return "%s-%d".formatted(run.getMetadata().getUid(), ask.generation());
  }

  private JobSpecBuilder onePod(BatchRole role, Map<String, String> variables) {
    return onePod(template(role, variables));
  }

  private static JobSpecBuilder onePod(PodTemplateSpec pod) {
    return spec(pod)
        .withCompletions(1)
        .withParallelism(1)
        .withBackoffLimit(TRIES_OF_ONE_POD)
        .withPodFailurePolicy(failurePolicy("FailJob"));
  }

  private static JobSpecBuilder spec(PodTemplateSpec pod) {
    return new JobSpecBuilder().withPodReplacementPolicy("Failed").withTemplate(pod);
  }

  private PodTemplateSpec template(BatchRole role, Map<String, String> variables) {
    BatchPod pod =
        new BatchPod(
            Owner.of(run),
            role.argument(),
            engine().podTemplateOrNone(),
            engine().resources(),
            BatchVolumes.ofRun(run, model, settings, role));
    ContainerBuilder container = pod.container(settings.image());
    new TreeMap<>(variables)
        .forEach(
            (variable, value) ->
                container.addToEnv(
                    new EnvVarBuilder().withName(variable).withValue(value).build()));
    container.addNewPort().withName("status").withContainerPort(9090).endPort();
    return pod.template(container, "Never", settings.group());
  }

  /** Who leaves with a node has failed at nothing; who says that it is hopeless is believed. */
  private static PodFailurePolicy failurePolicy(String hopeless) {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .endOnPodCondition()
        .endRule()
        .addNewRule()
        .withAction(hopeless)
        .withNewOnExitCodes()
        .withContainerName(BatchPod.CONTAINER)
        .withOperator("In")
        .withValues(HOPELESS)
        .endOnExitCodes()
        .endRule()
        .build();
  }

  private Job job(String name, String of, JobSpecBuilder spec) {
    Map<String, String> labels = new TreeMap<>(engine().labels());
    labels.putAll(BatchLabels.of(Owner.of(run)));
    ObjectMeta metadata = Owner.of(run).metadata(name, labels);
    metadata.setAnnotations(new TreeMap<>(Map.of(BatchLabels.RUN, of)));
    return new JobBuilder().withMetadata(metadata).withSpec(spec.build()).build();
  }

  private BatchEngine engine() {
    return run.getSpec().engineOrDefault();
  }

  private String name() {
    return run.getMetadata().getName();
  }
}
