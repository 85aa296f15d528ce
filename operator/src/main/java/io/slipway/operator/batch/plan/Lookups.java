package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.BatchLookupStatus;
import io.slipway.api.v1alpha1.BatchOutput;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.BatchServe;
import io.slipway.operator.batch.desired.BatchNames;
import io.slipway.operator.batch.desired.LookupObjects;
import io.slipway.operator.batch.desired.Owner;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.RunObjects;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.status.Standing;
import io.slipway.operator.batch.status.Standing.Availability;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.Step;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The service that looks predictions up: made where the spec asks for it, and removed where it does
 * not.
 *
 * @param wanted the service; empty where nobody asks for it
 */
public record Lookups(Owner owner, Optional<LookupObjects> wanted, RunObjects owned) {

  static Lookups of(RunObservation observation) {
    BatchScoringSpec spec = observation.resource().getSpec();
    // Look-ups and the run's pods know the set by the same name.
    BatchOutput output = spec.output();
    return of(
        Owner.of(observation.resource()),
        Optional.ofNullable(spec.serve()),
        output,
        observation.settings(),
        observation.owned());
  }

  /** Those of a run or a schedule. */
  public static Lookups of(
      Owner owner,
      Optional<BatchServe> serve,
      BatchOutput output,
      BatchSettings settings,
      RunObjects owned) {
    return new Lookups(
        owner,
        serve
            .filter(asked -> !settings.image().isEmpty())
            .map(asked -> new LookupObjects(owner, asked, output, settings)),
        owned);
  }

  /** What brings it about. */
  public List<Step> steps() {
    return wanted.isPresent()
        ? wanted.get().all().stream()
            .<Step>map(object -> new Step.Apply(object, new Step.Precondition.AbsentOrOurs()))
            .toList()
        : Stream.of(owned.deployments(), owned.services(), owned.budgets())
            .flatMap(Collection::stream)
            .filter(object -> object.getMetadata().getName().equals(name()))
            .filter(owner::controls)
            .map(Lookups::delete)
            .toList();
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
    Availability available = ready() > 0 ? Availability.ANSWERED : Availability.UNANSWERED;
    int replicas = wanted.get().serve().replicas();
    Standing told =
        standing.state() == State.READY && ready() < replicas
            ? Standing.of(
                State.RECONCILING,
                Why.of(
                    BatchReason.DEPLOYING_LOOKUP,
                    "%d of %d pods that look predictions up are ready"
                        .formatted(ready(), replicas)))
            : standing;
    return told.serving(available);
  }

  private int ready() {
    return owned.deployments().stream()
        .filter(it -> it.getMetadata().getName().equals(name()))
        .filter(owner::controls)
        .map(Lookups::ready)
        .findFirst()
        .orElse(0);
  }

  private static int ready(Deployment deployment) {
    Integer ready =
        deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  private static Step delete(HasMetadata object) {
    return new Step.Delete(ObjectKey.of(object), object.getMetadata().getUid(), Optional.empty());
  }

  private String name() {
    return BatchNames.lookup(owner.name());
  }
}
