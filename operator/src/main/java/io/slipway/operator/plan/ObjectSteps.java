package io.slipway.operator.plan;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.Drift;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.RevisionObjects;
import io.slipway.operator.desired.Revisions;
import io.slipway.operator.desired.ServiceAccounts;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.OwnedObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The writes by which objects come to be as they should: an object is applied when something that
 * is wanted of it is missing, and not otherwise.
 *
 * @param facts what is there
 */
record ObjectSteps(Facts facts) {

  /** The account that pods run as. */
  List<Step> serviceAccount() {
    return ServiceAccounts.desired(resource()).stream()
        .<Step>flatMap(wanted -> apply(wanted, owned().serviceAccounts()).stream())
        .toList();
  }

  /**
   * The object that keeps the wanted revision, as the newest of all: going back to an old revision
   * makes it the newest again, so that the history forgets what was long not wanted.
   */
  List<Step> revision(RevisionFacts wanted) {
    long newest =
        ours(owned().revisions())
            .filter(object -> !object.getMetadata().getName().equals(wanted.name()))
            .mapToLong(ControllerRevision::getRevision)
            .max()
            .orElse(0);
    if (wanted.object().filter(object -> object.getRevision() > newest).isPresent()) {
      return List.of();
    }
    return wanted.stored().stream()
        .map(
            stored ->
                Revisions.object(resource(), wanted.name(), stored, newest + 1, facts.refresh()))
        .<Step>map(object -> new Step.Apply(object, Preconditions.of(wanted.object())))
        .toList();
  }

  /**
   * A revision's ConfigMap, Service, budget and Deployments.
   *
   * @param replicas how many pods it is to have
   */
  List<Step> deployed(RevisionFacts revision, int replicas) {
    Optional<StoredRevision> stored = revision.stored();
    if (stored.isEmpty()) {
      // Nobody knows what it was made of any more: what is there goes on as it is.
      return List.of();
    }
    RevisionObjects objects = new RevisionObjects(resource(), revision.name(), stored.get());
    List<Step> steps = new ArrayList<>();
    // An immutable object is made once. A newer operator's idea of it is for new revisions.
    if (find(owned().configMaps(), revision.name()).isEmpty()) {
      steps.add(new Step.Apply(objects.configMap(), new Step.Precondition.AbsentOrOurs()));
    }
    apply(objects.headlessService(), owned().services()).ifPresent(steps::add);
    apply(objects.budget(), owned().budgets()).ifPresent(steps::add);
    apply(objects.deployment(replicas), owned().deployments())
        .map(facts.scaling()::sparing)
        .ifPresent(steps::add);
    steps.addAll(new GpuFallback(facts, revision, replicas, objects).steps());
    return steps;
  }

  /** The Service that callers enter by. Who else changed it meanwhile is looked at first. */
  List<Step> entry(EntryService.Selection selection) {
    Service wanted = EntryService.desired(resource(), selection);
    Optional<Service> live = facts.entry().service();
    return live.filter(service -> !Drift.between(wanted, service)).isPresent()
        ? List.of()
        : List.of(new Step.Apply(wanted, Preconditions.of(live)));
  }

  /** The Deployments of revisions whose pods are to go. */
  List<Step> removed(Set<String> revisions) {
    return revisions.stream()
        .map(facts::revision)
        .flatMap(
            revision -> Stream.concat(revision.deployment().stream(), revision.fallback().stream()))
        .map(ObjectSteps::delete)
        .toList();
  }

  /**
   * What revisions without pods leave behind: their objects go with their last pod, as the account
   * does that they ran as, and their ControllerRevisions when there are more than the history
   * keeps.
   */
  List<Step> history(Set<String> kept) {
    List<RevisionFacts> past =
        facts.revisions().values().stream()
            .filter(revision -> !kept.contains(revision.name()))
            .filter(revision -> !revision.isDeployed() && revision.terminatingPods() == 0)
            .toList();
    Stream<HasMetadata> objects =
        past.stream()
            .flatMap(
                revision ->
                    Stream.of(owned().services(), owned().budgets(), owned().configMaps())
                        .flatMap(List::stream)
                        .filter(object -> belongsTo(revision.name(), object)));
    Stream<HasMetadata> forgotten =
        past.stream()
            .flatMap(revision -> revision.object().stream())
            .sorted(Comparator.comparing(ControllerRevision::getRevision).reversed())
            .skip(facts.observation().settings().revisionHistoryLimit())
            .map(object -> object);
    return Stream.of(objects, unusedAccounts(kept), forgotten)
        .flatMap(own -> own)
        .filter(object -> Ownership.controls(resource(), object))
        .map(ObjectSteps::delete)
        .toList();
  }

  /**
   * Our account, once the team has named another and neither a pod nor a kept revision has ours.
   */
  private Stream<? extends HasMetadata> unusedAccounts(Set<String> kept) {
    if (ServiceAccounts.desired(resource()).isPresent()) {
      return Stream.empty();
    }
    Stream<PodSpec> running = owned().pods().stream().map(Pod::getSpec).filter(Objects::nonNull);
    Stream<PodSpec> promised =
        kept.stream()
            .map(facts::revision)
            .flatMap(revision -> revision.stored().stream())
            .map(stored -> stored.deployment().getTemplate().getSpec());
    Set<String> used =
        Stream.concat(running, promised).map(PodSpec::getServiceAccountName).collect(toSet());
    return owned().serviceAccounts().stream()
        .filter(account -> !used.contains(account.getMetadata().getName()));
  }

  static Step delete(HasMetadata object) {
    return new Step.Delete(
        ObjectKey.of(object),
        object.getMetadata().getUid(),
        Optional.ofNullable(object.getMetadata().getResourceVersion())
            // Controllers write the status of these all the time; the UID says enough.
            .filter(
                version ->
                    !(object instanceof Deployment)
                        && !(object instanceof HorizontalPodAutoscaler)));
  }

  private Optional<Step.Apply> apply(HasMetadata wanted, List<? extends HasMetadata> live) {
    return find(live, wanted.getMetadata().getName())
            .filter(object -> !Drift.between(wanted, object))
            .isPresent()
        ? Optional.empty()
        : Optional.of(new Step.Apply(wanted, new Step.Precondition.AbsentOrOurs()));
  }

  private Optional<HasMetadata> find(List<? extends HasMetadata> objects, String name) {
    for (HasMetadata object : objects) {
      if (object.getMetadata().getName().equals(name) && Ownership.controls(resource(), object)) {
        return Optional.of(object);
      }
    }
    return Optional.empty();
  }

  private <T extends HasMetadata> Stream<T> ours(List<T> objects) {
    return objects.stream().filter(object -> Ownership.controls(resource(), object));
  }

  private static boolean belongsTo(String revision, HasMetadata object) {
    return Labels.get(object, Labels.REVISION).filter(revision::equals).isPresent();
  }

  private OwnedObjects owned() {
    return facts.observation().owned();
  }

  private ModelDeployment resource() {
    return facts.resource();
  }
}
