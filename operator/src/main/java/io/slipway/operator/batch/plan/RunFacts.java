package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.slipway.operator.batch.desired.BatchLabels;
import io.slipway.operator.batch.desired.BatchNames;
import io.slipway.operator.batch.desired.BatchRole;
import io.slipway.operator.batch.desired.Owner;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.observe.SparkOperators;
import io.slipway.operator.desired.Labels;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is there of a run. */
record RunFacts(RunObservation observation) {

  /** How a Job is. */
  enum JobState {
    RUNNING,
    COMPLETE,
    FAILED
  }

  Owner owner() {
    return Owner.of(observation.resource());
  }

  /** The document that the run goes by, once it is written. */
  Optional<ConfigMap> document() {
    return named(BatchNames.run(owner().name()), observation.owned().configMaps());
  }

  /** Whether the account of the pods is there. */
  boolean hasAccount() {
    return named(BatchNames.account(owner().name()), observation.owned().serviceAccounts())
        .isPresent();
  }

  Optional<Job> job(String name) {
    return named(name, observation.owned().jobs());
  }

  List<Job> jobs() {
    return observation.owned().jobs().stream().filter(owner()::controls).toList();
  }

  /** What a Job's pods are for. */
  static boolean isFor(Job job, BatchRole role) {
    return role.argument()
        .equals(job.getSpec().getTemplate().getMetadata().getLabels().get(BatchLabels.ROLE));
  }

  /** The pods of a role, of whichever Job of whichever run of the name. */
  List<Pod> pods(BatchRole role) {
    return observation.owned().pods().stream()
        .filter(
            pod -> Labels.get(pod, BatchLabels.ROLE).filter(role.argument()::equals).isPresent())
        .toList();
  }

  /** Whether a pod may still do something. */
  static boolean isActive(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return !"Succeeded".equals(phase) && !"Failed".equals(phase);
  }

  /** The pods of one Job. */
  List<Pod> pods(Job job) {
    return controlledBy(job.getMetadata().getUid()).toList();
  }

  /** Other operators' applications of this very run, in the order of their submission. */
  List<GenericKubernetesResource> applications() {
    return observation.spark() instanceof SparkOperators.Served served
        ? served.applications().stream()
            .filter(owner()::controls)
            .sorted(Comparator.comparingInt(RunFacts::submission))
            .toList()
        : List.of();
  }

  /** Which submission of its run an application is; 0 where somebody took that away. */
  static int submission(GenericKubernetesResource application) {
    try {
      return Labels.annotation(application, BatchLabels.SUBMISSION)
          .map(Integer::parseInt)
          .orElse(0);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The drivers of an application. Executors may name it as their owner beside their driver. */
  List<Pod> drivers(GenericKubernetesResource application) {
    return controlledBy(application.getMetadata().getUid())
        .filter(pod -> !isExecutor(pod))
        .toList();
  }

  /** Whether a driver of it may still score. */
  boolean isAlive(GenericKubernetesResource application) {
    return drivers(application).stream()
        .filter(pod -> !pod.isMarkedForDeletion() && pod.getStatus() != null)
        .anyMatch(pod -> List.of("Pending", "Running").contains(pod.getStatus().getPhase()));
  }

  private static boolean isExecutor(Pod pod) {
    return Labels.get(pod, BatchLabels.ROLE).filter(BatchLabels.EXECUTOR::equals).isPresent();
  }

  private Stream<Pod> controlledBy(String uid) {
    return observation.owned().pods().stream()
        .filter(
            pod ->
                pod.getMetadata().getOwnerReferences().stream()
                    .anyMatch(reference -> reference.getUid().equals(uid)));
  }

  /** The executors of Spark that drivers have made. */
  List<Pod> executors(List<Pod> drivers) {
    return drivers.stream().flatMap(driver -> controlledBy(driver.getMetadata().getUid())).toList();
  }

  /** What the pods of a Job said that have ended. */
  List<LastWord> words(Job job) {
    return words(pods(job));
  }

  /** What those pods said that have ended. */
  static List<LastWord> words(List<Pod> pods) {
    return pods.stream().flatMap(pod -> LastWord.of(pod).stream()).toList();
  }

  /** What the last of a Job's pods that failed said; one that was killed has failed at nothing. */
  Optional<LastWord> latestFailure(Job job) {
    return words(job).stream()
        .filter(word -> !word.isSuccess() && !word.isKilled())
        .max(LastWord.BY_TIME);
  }

  /** What the pod said for which a Job was given up. */
  Optional<LastWord> cause(Job job) {
    return words(job).stream().filter(word -> !word.isSuccess()).max(LastWord.BY_WEIGHT);
  }

  /** Whether objects of an earlier run of the name are still on their way out. */
  boolean isPreceded() {
    Stream<? extends HasMetadata> applications =
        observation.spark() instanceof SparkOperators.Served served
            ? served.applications().stream()
            : Stream.empty();
    return Stream.concat(observation.owned().all(), applications).anyMatch(owner()::isPreceded);
  }

  static JobState state(Job job) {
    if (holds(job, "Failed")) {
      return JobState.FAILED;
    }
    return holds(job, "Complete") ? JobState.COMPLETE : JobState.RUNNING;
  }

  /** When the Job ended; empty where it does not say. */
  static Optional<Instant> endedAt(Job job) {
    return conditions(job)
        .filter(it -> it.getType().equals("Complete") || it.getType().equals("Failed"))
        .filter(it -> it.getStatus().equals("True") && it.getLastTransitionTime() != null)
        .map(it -> Instant.parse(it.getLastTransitionTime()))
        .findFirst();
  }

  static boolean isSuspended(Job job) {
    return Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  private static boolean holds(Job job, String condition) {
    return conditions(job)
        .anyMatch(it -> it.getType().equals(condition) && it.getStatus().equals("True"));
  }

  private static Stream<JobCondition> conditions(Job job) {
    return job.getStatus() == null ? Stream.empty() : job.getStatus().getConditions().stream();
  }

  private <T extends HasMetadata> Optional<T> named(String name, Collection<T> objects) {
    return objects.stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .filter(owner()::controls)
        .findFirst();
  }
}
