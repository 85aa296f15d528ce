package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.plan.Diagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is worth telling of a Job: what its pods wait for, why they fail. */
record JobWords(RunFacts facts) {

  /** A Job that may make pods has some by then, or is refused them. */
  private static final Duration UNTIL_PODS = Duration.ofSeconds(30);

  /** After the end of its grace period, a pod that is still there is on a node that is gone. */
  private static final Duration UNTIL_GONE = Duration.ofMinutes(2);

  /** How a Job that runs is told of. */
  Course running(Stage stage, Job job) {
    if (RunFacts.isSuspended(job)) {
      return stage.going(
          stage.reason(), "Job %s waits for its queue".formatted(name(job)), List.of());
    }
    List<Pod> pods = facts.pods(job);
    if (areWorking(pods)) {
      return stage.going(List.of());
    }
    Optional<Why> waiting = waiting(pods).or(() -> podless(job));
    if (waiting.isPresent()) {
      return Course.of(stage.phase(), State.STALLED, waiting.get(), List.of());
    }
    if (pods.stream().anyMatch(this::isUnderWay)) {
      return stage.going(List.of());
    }
    return stranded(facts.pods(job))
        .map(words -> stage.going(BatchReason.RETRYING, words, List.of()))
        .or(
            () ->
                facts
                    .latestFailure(job)
                    .map(
                        word ->
                            stage.going(
                                BatchReason.RETRYING,
                                "another try follows: " + word.failure().message(),
                                List.of())))
        .orElseGet(() -> stage.going(List.of()));
  }

  /**
   * Whether some of them do the work: the executors of Spark where there are some. One that finds
   * no place holds up no other, since the run goes on with fewer.
   */
  boolean areWorking(List<Pod> pods) {
    List<Pod> executors = facts.executors(pods);
    return (executors.isEmpty() ? pods : executors).stream().anyMatch(this::isUnderWay);
  }

  /** Why pods, or the executors that they make, do not start. */
  Optional<Why> waiting(List<Pod> pods) {
    Diagnosis diagnosis =
        new Diagnosis(facts.observation().now(), facts.observation().mountFailures());
    return Stream.concat(pods.stream(), facts.executors(pods).stream())
        .filter(pod -> isIn(pod, "Pending"))
        .flatMap(pod -> diagnosis.ofPod(pod).stream())
        .map(Why::of)
        .findFirst();
  }

  /** What a Job is refused is in its events and nowhere else. */
  private Optional<Why> podless(Job job) {
    boolean isOverdue =
        job.getStatus() != null
            && job.getStatus().getStartTime() != null
            && facts.pods(job).isEmpty()
            && hasHadNone(job.getStatus())
            && isOver(Instant.parse(job.getStatus().getStartTime()), UNTIL_PODS);
    return isOverdue
        ? Optional.of(
            new Why(
                Reason.POD_REFUSED.value(),
                ("Job %s has had no pod for %d s: a quota, an admission rule or its service account"
                        + " may be in the way, and kubectl describe job %s says which")
                    .formatted(name(job), UNTIL_PODS.toSeconds(), name(job))))
        : Optional.empty();
  }

  /** One that had a pod which somebody deleted was not refused any: it makes another. */
  private static boolean hasHadNone(JobStatus status) {
    return Stream.of(
            status.getActive(), status.getFailed(), status.getSucceeded(), status.getTerminating())
        .allMatch(count -> count == null || count == 0);
  }

  /** Which of these pods does not leave a node that is gone, and what to do. */
  Optional<String> stranded(List<Pod> pods) {
    return pods.stream().filter(this::isStranded).findFirst().map(JobWords::stranded);
  }

  private boolean isStranded(Pod pod) {
    String leaves = pod.getMetadata().getDeletionTimestamp();
    return leaves != null && isOver(Instant.parse(leaves), UNTIL_GONE);
  }

  private static String stranded(Pod pod) {
    return "pod %s does not leave node %s, and none takes its place before; if the node is gone, delete it (kubectl delete node)"
        .formatted(pod.getMetadata().getName(), pod.getSpec().getNodeName());
  }

  private boolean isUnderWay(Pod pod) {
    return isIn(pod, "Running") && !isStranded(pod);
  }

  /** Why a Job was given up. */
  Why failure(Job job, BatchReason otherwise, String what) {
    return facts
        .cause(job)
        .map(LastWord::failure)
        .map(said -> new Why(said.reason(), what + ": " + said.message()))
        .orElseGet(
            () ->
                Why.of(
                    otherwise,
                    "%s: Job %s was given up, and its pods left no words; look at its events"
                        .formatted(what, name(job))));
  }

  private boolean isOver(Instant since, Duration wait) {
    return !since.plus(wait).isAfter(facts.observation().now());
  }

  private static boolean isIn(Pod pod, String phase) {
    return pod.getStatus() != null && phase.equals(pod.getStatus().getPhase());
  }

  private static String name(Job job) {
    return job.getMetadata().getName();
  }
}
