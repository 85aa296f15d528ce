package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.api.v1alpha1.BatchAskStatus;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.operator.batch.desired.BatchNames;
import io.slipway.operator.batch.desired.BatchRole;
import io.slipway.operator.batch.desired.RunJobs;
import io.slipway.operator.batch.plan.RunFacts.JobState;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How readers come to see a set that is loaded: by a small Job, one at a time, since the pointer
 * stays where the last of two leaves it.
 */
record Activations(RunFacts facts, JobCourse jobs) {

  /**
   * Lets readers see a set.
   *
   * @param otherwise how the run is while they do not
   * @param done what follows from the pod's word
   */
  Course of(
      RunJobs wanted,
      BatchAskStatus ask,
      Supplier<Course> otherwise,
      Function<JsonNode, Course> done) {
    long setId = ask.setId();
    Stage stage =
        new Stage(BatchPhase.ACTIVATING, BatchReason.ACTIVATING, "readers are to see set " + setId);
    List<Pod> before = underWayBefore(setId);
    if (others(setId).findAny().isPresent() || !before.isEmpty()) {
      return waiting(stage, before, others(setId).map(JobCourse::delete).toList());
    }
    Optional<Job> job = job(setId);
    if (job.isEmpty()) {
      return isWritten(ask)
          ? jobs.made(stage, wanted, wanted.activate(ask))
          : stage.going(List.of());
    }
    return switch (RunFacts.state(job.get())) {
      case RUNNING -> jobs.running(stage, job.get());
      case FAILED -> failed(job.get(), setId, otherwise.get());
      case COMPLETE ->
          jobs.result(job.get(), "setId").map(done).orElseGet(() -> jobs.lost(stage, job.get()));
    };
  }

  /** Before anything is done for it, so that what is done again has the same name. */
  private boolean isWritten(BatchAskStatus ask) {
    BatchScoringStatus status = facts.observation().resource().getStatus();
    return status != null && ask.equals(status.asked());
  }

  private Course failed(Job job, long setId, Course otherwise) {
    Why cause =
        new JobWords(facts)
            .failure(job, BatchReason.JOB_FAILED, "set " + setId + " cannot be published");
    return Course.of(
        otherwise.phase(),
        State.STALLED,
        new Why(
            cause.reason(),
            "%s. Once that is mended, delete Job %s, and it is tried again"
                .formatted(cause.message(), job.getMetadata().getName())),
        otherwise.steps());
  }

  /** The set that was published after somebody asked for that one, if readers see it therefore. */
  Optional<Long> overtakenBy(long setId) {
    return job(setId)
        .filter(job -> RunFacts.state(job) == JobState.COMPLETE)
        .flatMap(job -> jobs.result(job, "supersededBy"))
        .map(word -> word.get("supersededBy").asLong());
  }

  /** Activations that nobody asks for any more, so that the same can be asked for again. */
  List<Step> leftovers() {
    return all().map(JobCourse::delete).toList();
  }

  /** The same where one set is asked for. */
  List<Step> leftovers(long setId) {
    return others(setId).map(JobCourse::delete).toList();
  }

  private Stream<Job> others(long setId) {
    String name = name(setId);
    return all().filter(job -> !job.getMetadata().getName().equals(name));
  }

  private Stream<Job> all() {
    return facts.jobs().stream().filter(job -> RunFacts.isFor(job, BatchRole.ACTIVATE));
  }

  /** A pod outlives its Job for a while, and for good where its node is gone. */
  private List<Pod> underWayBefore(long setId) {
    Optional<String> uid = job(setId).map(job -> job.getMetadata().getUid());
    return facts.pods(BatchRole.ACTIVATE).stream()
        .filter(RunFacts::isActive)
        .filter(pod -> uid.filter(owner -> isOf(pod, owner)).isEmpty())
        .toList();
  }

  private Course waiting(Stage stage, List<Pod> before, List<Step> steps) {
    return new JobWords(facts)
        .stranded(before)
        .map(words -> stage.going(BatchReason.RETRYING, words, steps))
        .orElseGet(
            () ->
                stage.going(BatchReason.ACTIVATING, "what was asked for before ends first", steps));
  }

  private static boolean isOf(Pod pod, String uid) {
    return pod.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .anyMatch(uid::equals);
  }

  private Optional<Job> job(long setId) {
    return facts.job(name(setId));
  }

  private String name(long setId) {
    return BatchNames.activate(facts.owner().name(), setId);
  }
}
