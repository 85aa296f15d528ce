package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.api.v1alpha1.BatchModelStatus;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.PublishMode;
import io.slipway.operator.batch.desired.BatchLabels;
import io.slipway.operator.batch.desired.BatchNames;
import io.slipway.operator.batch.desired.RunDocument;
import io.slipway.operator.batch.desired.RunJobs;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.plan.RunFacts.JobState;
import io.slipway.operator.batch.plan.RunPlanner.Course;
import io.slipway.operator.batch.status.RunDraft;
import io.slipway.operator.batch.status.Standing;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.Diagnosis;
import io.slipway.operator.plan.Step;
import io.slipway.operator.plan.Step.Suspension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One look at a run: what it has come to, and what brings it further. What a pod's last word says
 * is in the status before anything is made of it.
 */
final class RunCourse {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private final RunFacts facts;
  private final RunObservation observation;
  private final BatchScoring run;
  private final RunDraft draft;

  RunCourse(RunFacts facts, RunDraft draft) {
    this.facts = facts;
    this.observation = facts.observation();
    this.run = observation.resource();
    this.draft = draft;
  }

  /** Where the run is. What it remembers is in the draft afterwards. */
  Course look() {
    if (draft.finishedAt().isPresent()) {
      return finished();
    }
    if (run.getSpec().suspend()) {
      return suspended();
    }
    if (observation.settings().image().isEmpty()) {
      return Course.of(
          BatchPhase.PENDING,
          State.STALLED,
          Why.of(
              BatchReason.IMAGE_NOT_CONFIGURED,
              "the operator was not told the image of batch pods (chart value images.batch)"),
          List.of());
    }
    Optional<ConfigMap> document = facts.document();
    return document.isEmpty() ? begin() : goOn(document.get());
  }

  private Course begin() {
    return switch (observation.model()) {
      case ModelAnswer.Unheard unheard ->
          Course.going(
              BatchPhase.PENDING,
              BatchReason.RESOLVING_MODEL,
              "it is being looked up which model is meant",
              List.of());
      case ModelAnswer.Failed failed ->
          Course.of(
              BatchPhase.PENDING,
              State.STALLED,
              new Why(failed.reason(), failed.words()),
              List.of());
      case ModelAnswer.Found model -> {
        draft.startedAt(observation.now());
        remember(model);
        List<Step> steps = account(model);
        steps.add(
            new Step.Apply(RunDocument.configMap(run, model), new Step.Precondition.Absent()));
        yield Course.going(
            BatchPhase.PENDING, BatchReason.PENDING, "the run is being written down", steps);
      }
    };
  }

  private void remember(ModelAnswer.Found model) {
    draft.model(
        new BatchModelStatus(
            model.name(),
            model.version().orElse(null),
            model.digest().orElse(null),
            model.format().orElse(null)));
  }

  private Course goOn(ConfigMap document) {
    ModelAnswer.Found model = RunDocument.model(document);
    RunJobs jobs = new RunJobs(run, model, observation.settings());
    draft.startedAt(observation.now());
    if (draft.runId().isEmpty()) {
      remember(model);
      return planning(jobs, model);
    }
    BatchSplitsStatus splits = draft.splits().orElse(new BatchSplitsStatus(0, 0, 0));
    if (splits.committed() < splits.total()) {
      return scoring(jobs, draft.runId().get(), splits);
    }
    draft.secondsLeft(OptionalLong.empty());
    if (draft.setId().isEmpty()) {
      return publishing(jobs, draft.runId().get());
    }
    return awaiting(jobs);
  }

  private Course planning(RunJobs jobs, ModelAnswer.Found model) {
    Optional<Job> job = facts.job(BatchNames.plan(name()));
    if (job.isEmpty()) {
      List<Step> steps = account(model);
      steps.add(create(jobs.plan()));
      return Course.going(BatchPhase.PLANNING, BatchReason.PLANNING, "the input is listed", steps);
    }
    return switch (RunFacts.state(job.get())) {
      case FAILED ->
          failed(job.get(), BatchPhase.PLANNING, BatchReason.JOB_FAILED, "planning failed");
      case RUNNING ->
          running(job.get(), BatchPhase.PLANNING, BatchReason.PLANNING, "the input is listed");
      case COMPLETE ->
          result(job.get())
              .filter(word -> word.hasNonNull("runId"))
              .map(this::planned)
              .orElseGet(() -> lost(job.get(), BatchPhase.PLANNING, BatchReason.PLANNING));
    };
  }

  private Course planned(JsonNode word) {
    draft.planned(
        word.path("runId").asText(), word.path("planDigest").asText(), word.path("splits").asInt());
    draft.model().ifPresent(model -> draft.model(settled(model, word.path("model"))));
    return Course.going(
        BatchPhase.SCORING,
        BatchReason.SCORING,
        "the input is cut into %d splits".formatted(word.path("splits").asInt()),
        List.of());
  }

  /** What the plan found out of the model that was not known before. */
  private static BatchModelStatus settled(BatchModelStatus model, JsonNode said) {
    String digest = said.hasNonNull("digest") ? said.get("digest").asText() : model.digest();
    String format = said.hasNonNull("format") ? said.get("format").asText() : model.format();
    // People see a model that no registry knows by the first digits of its digest.
    String version =
        model.version() == null && digest != null
            ? new ResolvedModel(digest, "").version()
            : model.version();
    return new BatchModelStatus(model.name(), version, digest, format);
  }

  private Course scoring(RunJobs jobs, String runId, BatchSplitsStatus splits) {
    Optional<Job> job = facts.job(BatchNames.score(name()));
    String message = "%d of %d splits are scored".formatted(splits.committed(), splits.total());
    if (job.isEmpty()) {
      return Course.going(
          BatchPhase.SCORING,
          BatchReason.SCORING,
          message,
          List.of(create(jobs.score(runId, splits.total()))));
    }
    if (isOfAnother(job.get(), runId)) {
      return again(job.get(), BatchPhase.SCORING, BatchReason.SCORING);
    }
    count(job.get(), splits);
    return switch (RunFacts.state(job.get())) {
      case FAILED ->
          failed(job.get(), BatchPhase.SCORING, BatchReason.SPLIT_FAILED, "a split was given up");
      case COMPLETE -> {
        draft.splits(new BatchSplitsStatus(splits.total(), splits.total(), 0));
        draft.secondsLeft(OptionalLong.empty());
        yield Course.going(
            BatchPhase.PUBLISHING, BatchReason.PUBLISHING, "all splits are scored", List.of());
      }
      case RUNNING ->
          running(
              job.get(),
              BatchPhase.SCORING,
              BatchReason.SCORING,
              "%d of %d splits are scored"
                  .formatted(draft.splits().orElse(splits).committed(), splits.total()));
    };
  }

  /** Pods may be gone that told their rows, so what was counted before stays. */
  private void count(Job job, BatchSplitsStatus splits) {
    Integer succeeded = job.getStatus() == null ? null : job.getStatus().getSucceeded();
    String failedIndexes = job.getStatus() == null ? null : job.getStatus().getFailedIndexes();
    int committed = Math.max(splits.committed(), succeeded == null ? 0 : succeeded);
    draft.splits(
        new BatchSplitsStatus(
            splits.total(),
            // The last one is counted when the Job says that it is complete.
            Math.min(committed, splits.total() - 1),
            failedIndexes == null ? 0 : Indexes.count(failedIndexes)));
    List<LastWord> done = facts.words(job).stream().filter(LastWord::isSuccess).toList();
    long rows = sum(done, "rows");
    long errors = sum(done, "errors");
    BatchRowsStatus before = draft.rows().orElse(new BatchRowsStatus(0, 0));
    if (rows + errors > before.scored() + before.errors()) {
      draft.rows(new BatchRowsStatus(rows, errors));
    }
    Integer parallelism = job.getSpec().getParallelism();
    draft.secondsLeft(
        Estimate.seconds(
            done.stream().flatMap(word -> word.took().stream()).toList(),
            splits.total() - committed,
            parallelism == null ? 1 : parallelism));
  }

  private static long sum(List<LastWord> words, String field) {
    return words.stream()
        .flatMap(word -> word.result().stream())
        .mapToLong(result -> result.path(field).asLong())
        .sum();
  }

  private Course publishing(RunJobs jobs, String runId) {
    Optional<Job> job = facts.job(BatchNames.publish(name()));
    if (job.isEmpty()) {
      return Course.going(
          BatchPhase.PUBLISHING,
          BatchReason.PUBLISHING,
          "the set is validated and loaded",
          List.of(create(jobs.publish(runId))));
    }
    if (isOfAnother(job.get(), runId)) {
      return again(job.get(), BatchPhase.PUBLISHING, BatchReason.PUBLISHING);
    }
    return switch (RunFacts.state(job.get())) {
      case FAILED ->
          failed(job.get(), BatchPhase.PUBLISHING, BatchReason.JOB_FAILED, "publishing failed");
      case RUNNING ->
          running(
              job.get(),
              BatchPhase.PUBLISHING,
              BatchReason.PUBLISHING,
              "the set is validated and loaded");
      case COMPLETE ->
          result(job.get())
              .map(this::published)
              .orElseGet(() -> lost(job.get(), BatchPhase.PUBLISHING, BatchReason.PUBLISHING));
    };
  }

  private Course published(JsonNode word) {
    draft.rows(new BatchRowsStatus(word.path("rows").asLong(), word.path("errors").asLong()));
    List<String> broken = new ArrayList<>();
    word.path("broken").forEach(sentence -> broken.add(sentence.asText()));
    if (!broken.isEmpty()) {
      return end(
          BatchPhase.FAILED,
          State.STALLED,
          Why.of(
              BatchReason.VALIDATION_FAILED,
              String.join("; ", broken)
                  + "; readers see the set before it. Correct the input or spec.validation, and"
                  + " make another BatchScoring"));
    }
    draft.loaded(word.path("setId").asLong());
    if (word.path("published").asBoolean()) {
      draft.activated(word.path("setId").asLong(), number(word, "previousSetId"));
      draft.publishedAt(observation.now());
      return end(BatchPhase.PUBLISHED, State.READY, told());
    }
    if (word.hasNonNull("supersededBy")) {
      return end(
          BatchPhase.SUPERSEDED,
          State.READY,
          Why.of(
              BatchReason.SUPERSEDED,
              "set %d is loaded, and readers see the later set %d; publish.setId goes back"
                  .formatted(word.path("setId").asLong(), word.path("supersededBy").asLong())));
    }
    return waiting();
  }

  private Course awaiting(RunJobs jobs) {
    return run.getSpec().publishOrDefault().mode() == PublishMode.ON_SUCCESS
        ? activating(jobs, draft.setId().orElseThrow(), this::waiting)
        : waiting();
  }

  private Course waiting() {
    Why why =
        Why.of(
            BatchReason.AWAITING_APPROVAL,
            "set %d is valid and loaded; change spec.publish.mode to OnSuccess to let readers see it"
                .formatted(draft.setId().orElseThrow()));
    return new Course(
        BatchPhase.AWAITING_APPROVAL,
        Standing.of(State.RECONCILING, why).pausedFor(why),
        List.of());
  }

  /** A finished run does only what a person asks for: readers see another set. */
  private Course finished() {
    OptionalLong wanted = run.getSpec().publishOrDefault().wantedSet();
    if (wanted.isEmpty() || wanted.equals(draft.handledSetId())) {
      draft.handled(wanted);
      return settled(leftovers(wanted));
    }
    Optional<ConfigMap> document = facts.document();
    if (document.isEmpty()) {
      return settled(List.of());
    }
    RunJobs jobs = new RunJobs(run, RunDocument.model(document.get()), observation.settings());
    return activating(jobs, wanted.getAsLong(), () -> settled(List.of()));
  }

  /** Activations that nobody asks for any more, so that the same can be asked for again. */
  private List<Step> leftovers(OptionalLong wanted) {
    return facts.activations().stream()
        .filter(job -> RunFacts.state(job) != JobState.RUNNING)
        .filter(
            job ->
                wanted.isEmpty()
                    || !job.getMetadata()
                        .getName()
                        .equals(BatchNames.activate(name(), wanted.getAsLong())))
        .map(RunCourse::delete)
        .toList();
  }

  private Course activating(RunJobs jobs, long setId, Supplier<Course> otherwise) {
    List<Step> steps = new ArrayList<>(leftovers(OptionalLong.of(setId)));
    String message = "readers are to see set " + setId;
    Optional<Job> job = facts.job(BatchNames.activate(name(), setId));
    if (job.isEmpty()) {
      steps.add(create(jobs.activate(setId)));
      return Course.going(BatchPhase.ACTIVATING, BatchReason.ACTIVATING, message, steps);
    }
    return switch (RunFacts.state(job.get())) {
      case RUNNING -> running(job.get(), BatchPhase.ACTIVATING, BatchReason.ACTIVATING, message);
      case FAILED -> {
        Course before = otherwise.get();
        Why why = why(job.get(), BatchReason.JOB_FAILED, "set " + setId + " cannot be published");
        yield Course.of(before.phase(), State.STALLED, why, before.steps());
      }
      case COMPLETE ->
          result(job.get())
              .map(word -> activated(setId, word))
              .orElseGet(() -> lost(job.get(), BatchPhase.ACTIVATING, BatchReason.ACTIVATING));
    };
  }

  private Course activated(long setId, JsonNode word) {
    draft.activated(setId, number(word, "previousSetId"));
    draft.handled(run.getSpec().publishOrDefault().wantedSet());
    draft.finishedAt(observation.now());
    if (draft.setId().equals(OptionalLong.of(setId)) && !draft.isPublished()) {
      draft.publishedAt(observation.now());
    }
    return settled(List.of());
  }

  /** How a finished run is, by what it remembers. */
  private Course settled(List<Step> steps) {
    BatchScoringStatus before = run.getStatus();
    if (before != null && before.phase() == BatchPhase.FAILED) {
      return Course.of(BatchPhase.FAILED, State.STALLED, causeOfDeath(before), steps);
    }
    if (draft.activeSetId().isEmpty()) {
      return Course.of(
          BatchPhase.SUPERSEDED,
          State.READY,
          Why.of(
              BatchReason.SUPERSEDED,
              "a later run's set was published before; publish.setId goes back"),
          steps);
    }
    return draft.activeSetId().equals(draft.setId())
        ? Course.of(BatchPhase.PUBLISHED, State.READY, told(), steps)
        : Course.of(
            BatchPhase.ROLLED_BACK,
            State.READY,
            Why.of(
                BatchReason.ROLLED_BACK,
                "readers see set %d, as spec.publish.setId asks"
                    .formatted(draft.activeSetId().getAsLong())),
            steps);
  }

  private static Why causeOfDeath(BatchScoringStatus before) {
    return before
        .condition(ConditionType.STALLED)
        .map(condition -> new Why(condition.reason(), condition.message()))
        .orElseGet(() -> Why.of(BatchReason.JOB_FAILED, "the run failed"));
  }

  private Why told() {
    BatchRowsStatus rows = draft.rows().orElse(new BatchRowsStatus(0, 0));
    return Why.of(
        BatchReason.PUBLISHED,
        "readers see set %d: %d rows, %d with an error"
            .formatted(draft.setId().orElseThrow(), rows.scored() + rows.errors(), rows.errors()));
  }

  private Course suspended() {
    Why why = Why.of(BatchReason.SUSPENDED, "set spec.suspend to false to go on");
    List<Step> steps =
        facts.jobs().stream()
            .filter(job -> RunFacts.state(job) == JobState.RUNNING)
            .filter(job -> !RunFacts.isSuspended(job))
            .<Step>map(job -> suspend(job, Suspension.SUSPENDED))
            .toList();
    return new Course(
        BatchPhase.SUSPENDED, Standing.of(State.RECONCILING, why).pausedFor(why), steps);
  }

  /** What a Job's pods are waiting for, or why they fail, where that is worth telling. */
  private Course running(Job job, BatchPhase phase, BatchReason reason, String message) {
    if (RunFacts.isSuspended(job) && !Labels.get(job, QUEUE).isPresent()) {
      return Course.going(phase, reason, message, List.of(suspend(job, Suspension.RUNNING)));
    }
    Diagnosis diagnosis = new Diagnosis(observation.now(), observation.mountFailures());
    Optional<Why> waiting =
        facts.pods(job).stream()
            .filter(RunCourse::isPending)
            .flatMap(pod -> diagnosis.ofPod(pod).stream())
            .map(Why::of)
            .findFirst();
    if (waiting.isPresent()) {
      return Course.of(phase, State.STALLED, waiting.get(), List.of());
    }
    boolean isUnderWay = facts.pods(job).stream().anyMatch(RunCourse::isRunning);
    return isUnderWay
        ? Course.going(phase, reason, message, List.of())
        : facts
            .lastFailure(job)
            .map(
                word ->
                    Course.going(
                        phase,
                        BatchReason.RETRYING,
                        message + "; another try follows: " + word.failure().message(),
                        List.of()))
            .orElseGet(() -> Course.going(phase, reason, message, List.of()));
  }

  private static boolean isPending(Pod pod) {
    return pod.getStatus() != null && "Pending".equals(pod.getStatus().getPhase());
  }

  private static boolean isRunning(Pod pod) {
    return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
  }

  private Course failed(Job job, BatchPhase phase, BatchReason otherwise, String what) {
    return facts.lastFailure(job).isEmpty() && isJustEnded(job)
        ? Course.going(
            phase, BatchReason.RETRYING, what + "; the pod's last word is awaited", List.of())
        : end(BatchPhase.FAILED, State.STALLED, why(job, otherwise, what));
  }

  private Why why(Job job, BatchReason otherwise, String what) {
    return facts
        .lastFailure(job)
        .map(LastWord::failure)
        .map(said -> new Why(said.reason(), what + ": " + said.message()))
        .orElseGet(
            () ->
                Why.of(
                    otherwise,
                    "%s: Job %s was given up, and its pods left no words; look at its events"
                        .formatted(what, job.getMetadata().getName())));
  }

  private Course end(BatchPhase phase, State state, Why why) {
    draft.finishedAt(observation.now());
    draft.secondsLeft(OptionalLong.empty());
    return Course.of(phase, state, why, List.of());
  }

  /** Pods are seen by another watch than Jobs, which may be a moment behind. */
  private Course lost(Job job, BatchPhase phase, BatchReason reason) {
    return isJustEnded(job)
        ? Course.going(phase, reason, "the last word of the pod is awaited", List.of())
        : again(job, phase, reason);
  }

  private boolean isJustEnded(Job job) {
    return RunFacts.endedAt(job)
        .filter(end -> end.plus(PATIENCE).isAfter(observation.now()))
        .isPresent();
  }

  /**
   * The word of a Job's pod is lost, or it is another run's: it is done again, which does no harm.
   */
  private static Course again(Job job, BatchPhase phase, BatchReason reason) {
    return Course.going(
        phase,
        reason,
        "what Job %s came to is lost; it is done again".formatted(job.getMetadata().getName()),
        List.of(delete(job)));
  }

  private Optional<JsonNode> result(Job job) {
    return facts.words(job).stream().flatMap(word -> word.result().stream()).findFirst();
  }

  private static boolean isOfAnother(Job job, String runId) {
    return Labels.annotation(job, BatchLabels.RUN).filter(runId::equals).isEmpty();
  }

  private List<Step> account(ModelAnswer.Found model) {
    List<Step> steps = new ArrayList<>();
    if (!facts.hasAccount()) {
      new RunJobs(run, model, observation.settings())
          .account()
          .map(RunCourse::apply)
          .ifPresent(steps::add);
    }
    return steps;
  }

  private static Step apply(HasMetadata object) {
    return new Step.Apply(object, new Step.Precondition.AbsentOrOurs());
  }

  private static Step create(Job job) {
    return new Step.Apply(job, new Step.Precondition.Absent());
  }

  private static Step delete(Job job) {
    return new Step.Delete(ObjectKey.of(job), job.getMetadata().getUid(), Optional.empty());
  }

  private static Step suspend(Job job, Suspension wanted) {
    return new Step.SuspendJob(ObjectKey.of(job), job.getMetadata().getUid(), wanted);
  }

  private static OptionalLong number(JsonNode word, String field) {
    return word.hasNonNull(field)
        ? OptionalLong.of(word.get(field).asLong())
        : OptionalLong.empty();
  }

  private String name() {
    return run.getMetadata().getName();
  }
}
