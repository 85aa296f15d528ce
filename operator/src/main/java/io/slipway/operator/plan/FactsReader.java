package io.slipway.operator.plan;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.ResolverPod;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.PodReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads facts out of an observation. An object that the resource does not control is not seen. */
final class FactsReader {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final Observation observation;
  private final ModelDeployment resource;
  private final Set<String> entryPods;

  FactsReader(Observation observation) {
    this.observation = observation;
    this.resource = observation.resource();
    this.entryPods = readyPods(Names.entry(resource.getMetadata().getName()));
  }

  /**
   * The facts.
   *
   * @param wanted the revision that the spec asks for, and what it holds or will hold
   */
  Facts read(Signer signer, Optional<Wanted> wanted) {
    SortedMap<String, RevisionFacts> revisions = revisions(wanted);
    Facts.Entry entry = entry();
    Facts.Traffic traffic = traffic(signer);
    return new Facts(
        observation,
        stable(revisions, entry, traffic),
        wanted.map(Wanted::revision),
        revisions,
        entry,
        traffic,
        Course.of(Optional.ofNullable(resource.getStatus())));
  }

  /** The revision that the spec asks for. */
  record Wanted(String revision, StoredRevision rendered) {}

  /**
   * What the status committed. Where the status was lost, what callers enter by: the order of a
   * version change makes either revision a right answer then.
   */
  private Optional<String> stable(
      SortedMap<String, RevisionFacts> revisions, Facts.Entry entry, Facts.Traffic traffic) {
    Optional<String> committed =
        Optional.ofNullable(resource.getStatus())
            .map(status -> status.stable())
            .map(RevisionStatus::revision);
    if (committed.isPresent()) {
      return committed;
    }
    return entry
        .selection()
        .flatMap(
            selection ->
                switch (selection) {
                  case Selection.One one ->
                      revisions.values().stream()
                          .filter(RevisionFacts::isDeployed)
                          .map(RevisionFacts::name)
                          .filter(one.revision()::equals)
                          .findFirst();
                  case Selection.Every every ->
                      revisions.values().stream()
                          .filter(RevisionFacts::isDeployed)
                          .map(RevisionFacts::name)
                          .filter(name -> !traffic.sendsTo(name))
                          .findFirst();
                });
  }

  private SortedMap<String, RevisionFacts> revisions(Optional<Wanted> wanted) {
    Set<String> names = new TreeSet<>();
    wanted.map(Wanted::revision).ifPresent(names::add);
    ours(observation.owned().revisions()).forEach(object -> names.add(name(object)));
    ours(observation.owned().deployments())
        .forEach(object -> Labels.get(object, Labels.REVISION).ifPresent(names::add));
    observation.owned().pods().stream()
        .filter(pod -> !ResolverPod.is(pod))
        .forEach(pod -> Labels.get(pod, Labels.REVISION).ifPresent(names::add));
    SortedMap<String, RevisionFacts> revisions = new TreeMap<>();
    names.forEach(
        name ->
            revisions.put(name, revision(name, wanted.filter(it -> it.revision().equals(name)))));
    return revisions;
  }

  private RevisionFacts revision(String name, Optional<Wanted> wanted) {
    Optional<ControllerRevision> object =
        ours(observation.owned().revisions()).stream()
            .filter(candidate -> name(candidate).equals(name))
            .findFirst();
    List<Pod> pods =
        observation.owned().pods().stream()
            .filter(pod -> Labels.get(pod, Labels.REVISION).filter(name::equals).isPresent())
            .filter(pod -> !isFinished(pod))
            .toList();
    Set<String> own = readyPods(name);
    List<PodFacts> staying = new ArrayList<>();
    pods.stream().filter(pod -> !isTerminating(pod)).forEach(pod -> staying.add(pod(pod, own)));
    return new RevisionFacts(
        name,
        object,
        object.flatMap(StoredRevision::of).or(() -> wanted.map(Wanted::rendered)),
        deployment(name),
        deployment(Names.fallback(name)),
        List.copyOf(staying),
        pods.size() - staying.size());
  }

  private PodFacts pod(Pod pod, Set<String> own) {
    String uid = pod.getMetadata().getUid();
    Optional<PodReport> report = observation.report(uid);
    return new PodFacts(
        pod,
        isReady(pod),
        own.contains(uid),
        entryPods.contains(uid),
        report,
        report.filter(
            said ->
                !said.observedAt()
                    .plus(observation.settings().timing().reportFreshness())
                    .isBefore(observation.now())));
  }

  private Facts.Entry entry() {
    String name = Names.entry(resource.getMetadata().getName());
    Optional<Service> service =
        ours(observation.owned().services()).stream()
            .filter(candidate -> name(candidate).equals(name))
            .findFirst();
    return new Facts.Entry(service, service.flatMap(EntryService::selection), entryPods);
  }

  private Facts.Traffic traffic(Signer signer) {
    String name = Names.traffic(resource.getMetadata().getName());
    return ours(observation.owned().configMaps()).stream()
        .filter(candidate -> name(candidate).equals(name))
        .findFirst()
        .map(
            map -> {
              Optional<SignedDocument> document = TrafficConfigMap.document(map);
              return new Facts.Traffic(
                  Optional.of(map),
                  document,
                  document.flatMap(TrafficPayload::of),
                  document.filter(signer::signed).isPresent());
            })
        .orElseGet(
            () -> new Facts.Traffic(Optional.empty(), Optional.empty(), Optional.empty(), false));
  }

  private Optional<Deployment> deployment(String name) {
    return ours(observation.owned().deployments()).stream()
        .filter(candidate -> name(candidate).equals(name))
        .filter(candidate -> candidate.getMetadata().getDeletionTimestamp() == null)
        .findFirst();
  }

  private Set<String> readyPods(String service) {
    Set<String> uids = new HashSet<>();
    observation.owned().endpointSlices().stream()
        .filter(slice -> Labels.get(slice, SERVICE_NAME).filter(service::equals).isPresent())
        // The API server sends null, not an empty list, for a Service without endpoints.
        .flatMap(slice -> Stream.ofNullable(slice.getEndpoints()).flatMap(List::stream))
        .filter(FactsReader::isReady)
        .map(endpoint -> endpoint.getTargetRef().getUid())
        .collect(toSet())
        .forEach(uids::add);
    return uids;
  }

  private <T extends HasMetadata> List<T> ours(List<T> objects) {
    return objects.stream().filter(object -> Ownership.controls(resource, object)).toList();
  }

  private static boolean isReady(Endpoint endpoint) {
    // The API: a readiness that is not known is to be taken as ready.
    return endpoint.getTargetRef() != null
        && (endpoint.getConditions() == null
            || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private static boolean isTerminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** An evicted pod stays as an object until it is collected; it will never serve again. */
  private static boolean isFinished(Pod pod) {
    String phase = pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
    return phase.equals("Failed") || phase.equals("Succeeded");
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
