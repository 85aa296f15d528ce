package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.BatchLookupStatus;
import io.slipway.api.v1alpha1.BatchOutput;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.operator.batch.desired.BatchLabels;
import io.slipway.operator.batch.desired.BatchNames;
import io.slipway.operator.batch.desired.LookupObjects;
import io.slipway.operator.batch.desired.Owner;
import io.slipway.operator.batch.desired.ScheduledRun;
import io.slipway.operator.batch.observe.RunObjects;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.observe.ScheduleObservation;
import io.slipway.operator.batch.status.Standing;
import io.slipway.operator.batch.status.Standing.Availability;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.plan.Diagnosis;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The service that looks predictions up: made where the spec asks for it, and removed where it does
 * not.
 *
 * @param wanted the service; empty where nobody asks for it
 * @param diagnosis why its pods do not start
 */
public record Lookups(
    Owner owner, Optional<LookupObjects> wanted, RunObjects owned, Diagnosis diagnosis) {

  static Lookups of(RunObservation observation) {
    BatchScoringSpec spec = observation.resource().getSpec();
    // Look-ups and the run's pods know the set by the same name.
    BatchOutput output = spec.output();
    Owner owner = Owner.of(observation.resource());
    return new Lookups(
        owner,
        Optional.ofNullable(spec.serve())
            .map(asked -> new LookupObjects(owner, asked, output, observation.settings())),
        observation.owned(),
        new Diagnosis(observation.now(), observation.mountFailures()));
  }

  static Lookups of(ScheduleObservation observation) {
    ScheduledBatchScoring schedule = observation.resource();
    Owner owner = Owner.of(schedule);
    return new Lookups(
        owner,
        Optional.ofNullable(schedule.getSpec().serve())
            .map(
                asked ->
                    new LookupObjects(
                        owner, asked, ScheduledRun.output(schedule), observation.settings())),
        observation.owned(),
        new Diagnosis(observation.now(), Map.of()));
  }

  /**
   * What brings it about. An operator that was not told the image leaves what is there as it is:
   * callers get answers from it.
   */
  public List<Step> steps() {
    if (owned.all().anyMatch(owner::isPreceded)) {
      return List.of();
    }
    if (wanted.isEmpty()) {
      return Stream.of(owned.autoscalers(), owned.deployments(), owned.services(), owned.budgets())
          .flatMap(Collection::stream)
          .filter(object -> object.getMetadata().getName().equals(name()))
          .filter(owner::controls)
          .map(LookupSize::delete)
          .toList();
    }
    LookupObjects objects = wanted.get();
    if (objects.settings().image().isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            objects.fixed().stream().map(LookupSize::apply),
            size().stream().flatMap(LookupSize::steps))
        .toList();
  }

  private Optional<LookupSize> size() {
    return wanted.map(
        objects -> new LookupSize(objects, live(owned.deployments()), live(owned.autoscalers())));
  }

  /** When to look again though nothing happens. */
  Optional<Duration> lookAgain() {
    return size().flatMap(size -> size.problemIn(diagnosis.now()));
  }

  /** What is told of it. */
  public Optional<BatchLookupStatus> status() {
    return wanted.map(service -> new BatchLookupStatus(service.url(), ready()));
  }

  /** How things stand with it: not ready before it is. */
  public Standing added(Standing standing) {
    if (wanted.isEmpty()) {
      return standing;
    }
    boolean isShort = standing.state() == State.READY && ready() < promised();
    return (isShort ? unready() : noted(standing))
        .serving(ready() > 0 ? Availability.ANSWERED : Availability.UNANSWERED);
  }

  /** What is worth knowing though all is as it should be. */
  private Standing noted(Standing standing) {
    return standing.state() == State.READY
        ? size()
            .flatMap(size -> size.problem(diagnosis.now()))
            .map(problem -> standing.noting("look-ups: " + problem))
            .orElse(standing)
        : standing;
  }

  private int promised() {
    return wanted.orElseThrow().serve().leastReplicas();
  }

  /** Pods are missing, and why where that is known. */
  private Standing unready() {
    if (wanted.orElseThrow().settings().image().isEmpty()) {
      return Standing.of(
          State.STALLED,
          Why.of(
              BatchReason.IMAGE_NOT_CONFIGURED,
              "the operator was not told the image of pods that look predictions up (chart value"
                  + " images.batch)"));
    }
    return owned.pods().stream()
        .filter(
            pod -> Labels.get(pod, BatchLabels.ROLE).filter(LookupObjects.ROLE::equals).isPresent())
        .filter(pod -> !isReady(pod))
        .flatMap(pod -> diagnosis.ofPod(pod).stream())
        .findFirst()
        .map(trouble -> Standing.of(State.STALLED, Why.of(trouble)))
        .orElseGet(
            () ->
                Standing.of(
                    State.RECONCILING,
                    Why.of(
                        BatchReason.DEPLOYING_LOOKUP,
                        "%d of %d pods that look predictions up are ready"
                            .formatted(ready(), promised()))));
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  private int ready() {
    return live(owned.deployments()).map(Lookups::ready).orElse(0);
  }

  private <T extends HasMetadata> Optional<T> live(List<T> objects) {
    return objects.stream()
        .filter(object -> object.getMetadata().getName().equals(name()))
        .filter(owner::controls)
        .findFirst();
  }

  private static int ready(Deployment deployment) {
    Integer ready =
        deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  private String name() {
    return BatchNames.lookup(owner.name());
  }
}
