package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.api.v1alpha1.BatchEngineType;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.operator.batch.desired.BatchLabels;
import io.slipway.operator.batch.desired.RunJobs;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.Step;
import io.slipway.operator.plan.Step.Suspension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a Job of a run is brought to its end: made where there is none, let go on, and done again
 * where its pod's word is lost, which does no harm.
 */
record JobCourse(RunFacts facts) {

  /** Pods are seen by another watch than Jobs, which may be a moment behind. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String QUEUE = "kueue.x-k8s.io/queue-name";

  /** There is none yet. */
  Course made(Stage stage, RunJobs jobs, Job wanted) {
    Optional<Why> missing = missing(stage);
    if (missing.isPresent()) {
      return Course.of(stage.phase(), State.STALLED, missing.get(), List.of());
    }
    List<Step> steps = new ArrayList<>();
    if (!facts.hasAccount()) {
      jobs.account()
          .map(account -> new Step.Apply(account, new Step.Precondition.AbsentOrOurs()))
          .ifPresent(steps::add);
    }
    steps.add(new Step.Apply(wanted, new Step.Precondition.Absent()));
    return stage.going(steps);
  }

  /** Of whatever a set is made by, so that none is planned that cannot be scored. */
  Optional<Why> missing(Stage stage) {
    return missingImage(stage)
        .or(() -> isScoredOnSpark(stage) ? new SparkCourse(facts).missing() : Optional.empty());
  }

  private Optional<Why> missingImage(Stage stage) {
    BatchSettings settings = facts.observation().settings();
    if (settings.image().isEmpty()) {
      return Optional.of(
          Why.of(
              BatchReason.IMAGE_NOT_CONFIGURED,
              "the operator was not told the image of batch pods; set the chart value images.batch, and the run goes on"));
    }
    return isScoredOnSpark(stage) && settings.sparkImage().isEmpty()
        ? Optional.of(
            Why.of(
                BatchReason.IMAGE_NOT_CONFIGURED,
                "the operator was not told the image of Spark's pods; set the chart value images.spark, and the run goes on, or make another BatchScoring with engine.type Job"))
        : Optional.empty();
  }

  /** What is scored is published, and gone back from, by pods that know no Spark. */
  private boolean isScoredOnSpark(Stage stage) {
    return facts.observation().resource().getSpec().engineOrDefault().type()
            == BatchEngineType.SPARK
        && (stage.phase() == BatchPhase.PLANNING || stage.phase() == BatchPhase.SCORING);
  }

  Course running(Stage stage, Job job) {
    return RunFacts.isSuspended(job) && !isQueued(job)
        ? stage.going(List.of(suspend(job, Suspension.RUNNING)))
        : new JobWords(facts).running(stage, job);
  }

  /** Whether the word of its pod may still come. */
  boolean isAwaited(Job job) {
    return RunFacts.endedAt(job)
        .filter(end -> end.plus(PATIENCE).isAfter(facts.observation().now()))
        .isPresent();
  }

  /** It is complete, and what it came to is not known. */
  Course lost(Stage stage, Job job) {
    return isAwaited(job)
        ? Course.going(
            stage.phase(), stage.reason(), "the last word of the pod is awaited", List.of())
        : again(stage, job);
  }

  /** What it came to is lost, or it is another run's. */
  Course again(Stage stage, Job job) {
    return Course.going(
        stage.phase(),
        stage.reason(),
        "what Job %s came to is lost; it is done again".formatted(job.getMetadata().getName()),
        List.of(delete(job)));
  }

  /** What its pod said that has these fields; a word without them says nothing. */
  Optional<JsonNode> result(Job job, String... fields) {
    return facts.words(job).stream()
        .flatMap(word -> word.result().stream())
        .filter(word -> List.of(fields).stream().allMatch(word::hasNonNull))
        .findFirst();
  }

  static boolean isOf(Job job, String runId) {
    return Labels.annotation(job, BatchLabels.RUN).filter(runId::equals).isPresent();
  }

  /** All of them stop. A queue lets go on what it has let go, so that has to queue again. */
  List<Step> suspended() {
    return facts.jobs().stream()
        .filter(job -> RunFacts.state(job) == RunFacts.JobState.RUNNING)
        .filter(job -> isQueued(job) || !RunFacts.isSuspended(job))
        .map(job -> isQueued(job) ? delete(job) : suspend(job, Suspension.SUSPENDED))
        .toList();
  }

  static Step delete(Job job) {
    return new Step.Delete(ObjectKey.of(job), job.getMetadata().getUid(), Optional.empty());
  }

  private static Step suspend(Job job, Suspension wanted) {
    return new Step.SuspendJob(ObjectKey.of(job), job.getMetadata().getUid(), wanted);
  }

  private static boolean isQueued(Job job) {
    return Labels.get(job, QUEUE).isPresent();
  }
}
