package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.api.v1alpha1.BatchAskStatus;
import io.slipway.api.v1alpha1.BatchModelStatus;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.PublishMode;
import io.slipway.operator.batch.desired.BatchNames;
import io.slipway.operator.batch.desired.BatchRole;
import io.slipway.operator.batch.desired.RunDocument;
import io.slipway.operator.batch.desired.RunJobs;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.plan.RunFacts.JobState;
import io.slipway.operator.batch.status.RunDraft;
import io.slipway.operator.batch.status.Standing;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One look at a run: what it has come to, and what brings it further. What a pod's last word says
 * is in the status before anything is made of it.
 */
final class RunCourse {

  private final RunFacts facts;
  private final RunObservation observation;
  private final BatchScoring run;
  private final RunDraft draft;
  private final JobCourse jobs;
  private final SparkCourse spark;
  private final Activations activations;

  RunCourse(RunFacts facts, RunDraft draft) {
    this.facts = facts;
    this.observation = facts.observation();
    this.run = observation.resource();
    this.draft = draft;
    this.jobs = new JobCourse(facts);
    this.spark = new SparkCourse(facts);
    this.activations = new Activations(facts, jobs);
  }

  /** Where the run is. What it remembers is in the draft afterwards. */
  Course look() {
    if (facts.isPreceded()) {
      return Course.going(
          draft.finishedAt().isPresent() ? ended().phase() : BatchPhase.PENDING,
          BatchReason.PENDING,
          "what a BatchScoring of this name has left is being removed",
          List.of());
    }
    if (draft.finishedAt().isPresent()) {
      return finished();
    }
    if (run.getSpec().suspend()) {
      return suspended();
    }
    Optional<ConfigMap> document = facts.document();
    if (document.isPresent()) {
      return goOn(document.get());
    }
    return isBegun() ? withoutDocument() : begin();
  }

  /** Whether the run has been written down: from then on there is something to hold to. */
  private boolean isBegun() {
    BatchScoringStatus before = run.getStatus();
    return draft.runId().isPresent() || (before != null && before.phase() == BatchPhase.PLANNING);
  }

  /** Which model is meant now is of no use: splits have been scored with the one of then. */
  private Course withoutDocument() {
    return end(
        BatchPhase.FAILED,
        State.STALLED,
        Why.of(
            BatchReason.DOCUMENT_LOST,
            "ConfigMap %s was removed while the run went on; delete this BatchScoring and apply it again, and splits that are done stay done"
                .formatted(BatchNames.run(name()))));
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
        yield Course.going(
            BatchPhase.PENDING,
            BatchReason.PENDING,
            "the run is being written down",
            List.of(
                new Step.Apply(RunDocument.configMap(run, model), new Step.Precondition.Absent())));
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
    RunJobs wanted = new RunJobs(run, model, observation.settings());
    draft.startedAt(observation.now());
    if (draft.runId().isEmpty()) {
      remember(model);
      return planning(wanted);
    }
    BatchSplitsStatus splits = draft.splits().orElse(new BatchSplitsStatus(0, 0, 0));
    if (splits.committed() < splits.total()) {
      return scoring(wanted, draft.runId().get(), splits);
    }
    draft.secondsLeft(OptionalLong.empty());
    return draft.setId().isEmpty()
        ? publishing(wanted, draft.runId().get())
        : awaiting(wanted, draft.setId().getAsLong());
  }

  private Course planning(RunJobs wanted) {
    Stage stage = new Stage(BatchPhase.PLANNING, BatchReason.PLANNING, "the input is listed");
    Optional<Job> job = facts.job(BatchNames.plan(name()));
    if (job.isEmpty()) {
      return jobs.made(stage, wanted, wanted.plan());
    }
    return switch (RunFacts.state(job.get())) {
      case FAILED -> failed(stage, job.get(), BatchReason.JOB_FAILED, "planning failed");
      case RUNNING -> jobs.running(stage, job.get());
      case COMPLETE ->
          jobs.result(job.get(), "runId", "splits")
              .map(this::planned)
              .orElseGet(() -> jobs.lost(stage, job.get()));
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

  private Course scoring(RunJobs wanted, String runId, BatchSplitsStatus splits) {
    Stage stage = scored(splits);
    Optional<Job> job = facts.job(BatchNames.score(name()));
    if (job.isEmpty()) {
      return run.getSpec().engineOrDefault().asksSparkOperator()
          ? submitted(stage, wanted, runId, splits)
          : jobs.made(stage, wanted, wanted.score(runId, splits.total()));
    }
    if (!JobCourse.isOf(job.get(), runId)) {
      return jobs.again(stage, job.get());
    }
    count(job.get(), splits);
    return switch (RunFacts.state(job.get())) {
      case FAILED -> failed(stage, job.get(), BatchReason.SPLIT_FAILED, "a split was given up");
      case COMPLETE -> allScored(splits);
      case RUNNING -> jobs.running(scored(draft.splits().orElse(splits)), job.get());
    };
  }

  private Course submitted(Stage stage, RunJobs wanted, String runId, BatchSplitsStatus splits) {
    Optional<Why> missing = jobs.missing(stage);
    if (missing.isPresent()) {
      return Course.of(BatchPhase.SCORING, State.STALLED, missing.get(), List.of());
    }
    SparkProgress progress = SparkProgress.of(spark.drivers());
    draft.splits(counted(splits, progress.committed(), 0));
    progress.rowsAfter(draft.rows().orElse(new BatchRowsStatus(0, 0))).ifPresent(draft::rows);
    draft.secondsLeft(progress.timeLeft());
    return spark.scoring(
        scored(draft.splits().orElse(splits)),
        wanted,
        runId,
        new SparkCourse.Ends(
            () -> allScored(splits), why -> end(BatchPhase.FAILED, State.STALLED, why)));
  }

  private Course allScored(BatchSplitsStatus splits) {
    draft.splits(new BatchSplitsStatus(splits.total(), splits.total(), 0));
    draft.secondsLeft(OptionalLong.empty());
    return Course.going(
        BatchPhase.PUBLISHING, BatchReason.PUBLISHING, "all splits are scored", List.of());
  }

  /** The last one is counted when it is known that all are. */
  private static BatchSplitsStatus counted(BatchSplitsStatus before, int committed, int failed) {
    return new BatchSplitsStatus(
        before.total(),
        Math.min(Math.max(before.committed(), committed), before.total() - 1),
        failed);
  }

  private static Stage scored(BatchSplitsStatus splits) {
    return new Stage(
        BatchPhase.SCORING,
        BatchReason.SCORING,
        "%d of %d splits are scored".formatted(splits.committed(), splits.total()));
  }

  /** Pods may be gone that told their rows, so what was counted before stays. */
  private void count(Job job, BatchSplitsStatus splits) {
    Integer succeeded = job.getStatus() == null ? null : job.getStatus().getSucceeded();
    String failedIndexes = job.getStatus() == null ? null : job.getStatus().getFailedIndexes();
    SparkProgress progress = SparkProgress.of(facts.pods(job));
    int committed =
        Math.max(
            Math.max(splits.committed(), progress.committed()), succeeded == null ? 0 : succeeded);
    draft.splits(
        counted(splits, committed, failedIndexes == null ? 0 : Indexes.count(failedIndexes)));
    List<LastWord> done = facts.words(job).stream().filter(LastWord::isSuccess).toList();
    long rows = sum(done, "rows");
    long errors = sum(done, "errors");
    BatchRowsStatus before = draft.rows().orElse(new BatchRowsStatus(0, 0));
    if (rows + errors > before.scored() + before.errors()) {
      draft.rows(new BatchRowsStatus(rows, errors));
    } else {
      progress.rowsAfter(before).ifPresent(draft::rows);
    }
    if (progress.timeLeft().isPresent()) {
      draft.secondsLeft(progress.timeLeft());
      return;
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

  private Course publishing(RunJobs wanted, String runId) {
    Stage stage =
        new Stage(BatchPhase.PUBLISHING, BatchReason.PUBLISHING, "the set is validated and loaded");
    Optional<Job> job = facts.job(BatchNames.publish(name()));
    if (job.isEmpty()) {
      return jobs.made(stage, wanted, wanted.publish(runId));
    }
    if (!JobCourse.isOf(job.get(), runId)) {
      return jobs.again(stage, job.get());
    }
    return switch (RunFacts.state(job.get())) {
      case FAILED -> failed(stage, job.get(), BatchReason.JOB_FAILED, "publishing failed");
      case RUNNING -> jobs.running(stage, job.get());
      case COMPLETE ->
          jobs.result(job.get(), "rows")
              .filter(word -> word.hasNonNull("setId") || !word.path("broken").isEmpty())
              .map(this::published)
              .orElseGet(() -> jobs.lost(stage, job.get()));
    };
  }

  private Course published(JsonNode word) {
    draft.rows(new BatchRowsStatus(word.path("rows").asLong(), word.path("errors").asLong()));
    draft.drift(DriftWord.read(word));
    draft.driftNotJudged(DriftWord.notJudged(word));
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

  /** A person lets readers see the set, or another one meanwhile. */
  private Course awaiting(RunJobs wanted, long own) {
    OptionalLong asked = asked();
    if (asked.isPresent()) {
      return activating(wanted, person(asked.getAsLong()), this::waiting);
    }
    // What was asked for before stays done: its field may still be there.
    if (run.getSpec().publishOrDefault().mode() == PublishMode.ON_SUCCESS) {
      return activating(wanted, draft.asked(own), this::waiting);
    }
    draft.nothingAsked();
    return waiting();
  }

  private Course waiting() {
    Why why =
        Why.of(
            BatchReason.AWAITING_APPROVAL,
            "set %d is valid and loaded%s; change spec.publish.mode to OnSuccess to let readers see it"
                .formatted(draft.setId().orElseThrow(), unjudged()));
    return new Course(
        BatchPhase.AWAITING_APPROVAL,
        Standing.of(State.RECONCILING, why).pausedFor(why),
        List.of());
  }

  /** A finished run does only what a person asks for: readers see another set. */
  private Course finished() {
    OptionalLong asked = asked();
    if (asked.isEmpty()) {
      draft.nothingAsked();
      OptionalLong handled = draft.handledSetId();
      return settled(
          handled.isEmpty() ? activations.leftovers() : activations.leftovers(handled.getAsLong()));
    }
    Optional<ConfigMap> document = facts.document();
    if (document.isEmpty()) {
      return Course.of(
          ended().phase(),
          State.STALLED,
          Why.of(
              BatchReason.DOCUMENT_LOST,
              "set %d cannot be published: ConfigMap %s was removed; set publish.setId in another run of the set"
                  .formatted(asked.getAsLong(), BatchNames.run(name()))),
          List.of());
    }
    return activating(
        new RunJobs(run, RunDocument.model(document.get()), observation.settings()),
        person(asked.getAsLong()),
        () -> settled(List.of()));
  }

  /** The set that a person asks for, until it was acted upon. */
  private OptionalLong asked() {
    OptionalLong wanted = run.getSpec().publishOrDefault().wantedSet();
    if (wanted.isEmpty()) {
      draft.handled(wanted);
    }
    return wanted.equals(draft.handledSetId()) ? OptionalLong.empty() : wanted;
  }

  /** What a person asks for. Who changes back to what was done before has it done once more. */
  private BatchAskStatus person(long setId) {
    draft.handled(OptionalLong.empty());
    return draft.asked(setId);
  }

  private Course activating(RunJobs wanted, BatchAskStatus ask, Supplier<Course> otherwise) {
    return activations.of(wanted, ask, otherwise, word -> activated(ask.setId(), word));
  }

  private Course activated(long setId, JsonNode word) {
    draft.nothingAsked();
    if (run.getSpec().publishOrDefault().wantedSet().equals(OptionalLong.of(setId))) {
      draft.handled(OptionalLong.of(setId));
    }
    boolean isOwn = draft.setId().equals(OptionalLong.of(setId));
    if (!word.hasNonNull("supersededBy")) {
      draft.activated(setId, number(word, "previousSetId"));
      if (isOwn && !draft.isPublished()) {
        draft.publishedAt(observation.now());
      }
    }
    if (isOwn) {
      draft.finishedAt(observation.now());
    }
    return draft.finishedAt().isPresent() ? settled(List.of()) : waiting();
  }

  /** How a finished run is told of, by what it remembers. */
  private Course settled(List<Step> steps) {
    Course ended = ended();
    OptionalLong handled = draft.handledSetId();
    Optional<Long> later =
        handled.isEmpty() ? Optional.empty() : activations.overtakenBy(handled.getAsLong());
    Standing standing =
        later.isEmpty() || ended.phase() == BatchPhase.FAILED
            ? ended.standing()
            : Standing.of(
                State.READY,
                Why.of(
                    BatchReason.SUPERSEDED,
                    "readers see set %d, which was published after set %d was asked for; change publish.setId to go back all the same"
                        .formatted(later.get(), handled.getAsLong())));
    return new Course(ended.phase(), standing, steps);
  }

  /** How a finished run is. Every run that did not fail has loaded its set. */
  private Course ended() {
    if (draft.activeSetId().isEmpty()) {
      return draft.setId().isEmpty()
          ? Course.of(BatchPhase.FAILED, State.STALLED, causeOfDeath(), List.of())
          : Course.of(
              BatchPhase.SUPERSEDED,
              State.READY,
              Why.of(
                  BatchReason.SUPERSEDED,
                  "a later run's set was published before; publish.setId goes back"),
              List.of());
    }
    return draft.activeSetId().equals(draft.setId())
        ? Course.of(BatchPhase.PUBLISHED, State.READY, told(), List.of())
        : Course.of(
            BatchPhase.ROLLED_BACK,
            State.READY,
            Why.of(
                BatchReason.ROLLED_BACK,
                "readers see set %d, as spec.publish.setId asks"
                    .formatted(draft.activeSetId().getAsLong())),
            List.of());
  }

  /** The status has it, unless something else was told since: then the Job that ended the run. */
  private Why causeOfDeath() {
    BatchScoringStatus before = run.getStatus();
    if (before != null && before.phase() == BatchPhase.FAILED) {
      Optional<Why> told =
          before
              .condition(ConditionType.STALLED)
              .map(condition -> new Why(condition.reason(), condition.message()));
      if (told.isPresent()) {
        return told.get();
      }
    }
    return facts.jobs().stream()
        .filter(job -> !RunFacts.isFor(job, BatchRole.ACTIVATE))
        .filter(job -> RunFacts.state(job) == JobState.FAILED)
        .findFirst()
        .map(job -> new JobWords(facts).failure(job, BatchReason.JOB_FAILED, "the run failed"))
        .orElseGet(
            () ->
                Why.of(
                    BatchReason.JOB_FAILED,
                    "the run failed before publish.setId was set; its events and its Jobs say why"));
  }

  private Why told() {
    BatchRowsStatus rows = draft.rows().orElse(new BatchRowsStatus(0, 0));
    return Why.of(
        BatchReason.PUBLISHED,
        "readers see set %d: %d rows, %d with an error%s"
            .formatted(
                draft.setId().orElseThrow(),
                rows.scored() + rows.errors(),
                rows.errors(),
                unjudged()));
  }

  /** Who asks for a limit of drift is told where it has not been applied. */
  private String unjudged() {
    return run.getSpec().validationOrDefault().maxDrift() == null
            || draft.driftNotJudged().isEmpty()
        ? ""
        : "; validation.maxDrift was not applied (%s)"
            .formatted(String.join("; ", draft.driftNotJudged()));
  }

  private Course suspended() {
    Why why = Why.of(BatchReason.SUSPENDED, "set spec.suspend to false to go on");
    return new Course(
        BatchPhase.SUSPENDED,
        Standing.of(State.RECONCILING, why).pausedFor(why),
        Stream.concat(jobs.suspended().stream(), spark.suspended().stream()).toList());
  }

  private Course failed(Stage stage, Job job, BatchReason otherwise, String what) {
    return facts.cause(job).isEmpty() && jobs.isAwaited(job)
        ? Course.going(
            stage.phase(),
            BatchReason.RETRYING,
            what + "; the pod's last word is awaited",
            List.of())
        : end(BatchPhase.FAILED, State.STALLED, new JobWords(facts).failure(job, otherwise, what));
  }

  private Course end(BatchPhase phase, State state, Why why) {
    draft.finishedAt(observation.now());
    draft.secondsLeft(OptionalLong.empty());
    return Course.of(phase, state, why, List.of());
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
