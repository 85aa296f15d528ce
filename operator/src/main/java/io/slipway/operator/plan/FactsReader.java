package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.ResolverPod;
import io.slipway.operator.desired.Revisions;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.PodReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final List<ControllerRevision> ownRevisions;
  private final List<Deployment> ownDeployments;
  private final SortedMap<String, List<Pod>> pods;
  private final Map<String, Set<String>> endpoints;
  private final Set<String> entryPods;

  FactsReader(Observation observation) {
    this.observation = observation;
    this.resource = observation.resource();
    this.ownRevisions = ours(observation.owned().revisions());
    this.ownDeployments = ours(observation.owned().deployments());
    this.pods = byRevision(observation.owned().pods());
    this.endpoints = readyPods(observation.owned().endpointSlices());
    this.entryPods = readyPods(Names.entry(resource.getMetadata().getName()));
  }

  /**
   * The facts.
   *
   * @param wanted the revision that the spec asks for
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
        wanted.flatMap(Wanted::refresh),
        Course.of(Optional.ofNullable(resource.getStatus())));
  }

  /** The revision that the spec asks for, and the model that it would be rendered with. */
  record Wanted(String revision, ResolvedModel model, Optional<String> refresh) {}

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
                      // Of two, the one that the document does not send to; one is it in any case.
                      revisions.values().stream()
                          .filter(RevisionFacts::isDeployed)
                          .map(RevisionFacts::name)
                          .min(Comparator.comparing(traffic::sendsTo));
                });
  }

  private SortedMap<String, RevisionFacts> revisions(Optional<Wanted> wanted) {
    Set<String> names = new TreeSet<>();
    wanted.map(Wanted::revision).ifPresent(names::add);
    ownRevisions.forEach(object -> names.add(name(object)));
    ownDeployments.forEach(object -> Labels.get(object, Labels.REVISION).ifPresent(names::add));
    names.addAll(pods.keySet());
    SortedMap<String, RevisionFacts> revisions = new TreeMap<>();
    names.forEach(
        name ->
            revisions.put(name, revision(name, wanted.filter(it -> it.revision().equals(name)))));
    return revisions;
  }

  private RevisionFacts revision(String name, Optional<Wanted> wanted) {
    Optional<ControllerRevision> object = named(name, ownRevisions);
    Set<String> own = readyPods(name);
    List<PodFacts> staying = new ArrayList<>();
    int terminating = 0;
    for (Pod pod : pods.getOrDefault(name, List.of())) {
      if (isFinished(pod)) {
        continue;
      }
      if (isTerminating(pod)) {
        terminating++;
      } else {
        staying.add(pod(pod, own));
      }
    }
    RevisionFacts unread =
        new RevisionFacts(
            name,
            object,
            Optional.empty(),
            deployment(name),
            deployment(Names.fallback(name)),
            List.copyOf(staying),
            terminating);
    // Reading one takes as long as all the rest of a plan, and of most only the name matters.
    return unread.isDeployed() || wanted.isPresent() || isTold(name)
        ? unread.holding(object.flatMap(StoredRevision::of).or(() -> wanted.map(this::render)))
        : unread;
  }

  private boolean isTold(String name) {
    return Optional.ofNullable(resource.getStatus()).stream()
        .flatMap(status -> Stream.of(status.stable(), status.candidate()))
        .anyMatch(told -> told != null && told.revision().equals(name));
  }

  /** What a revision will hold that is yet to be made. One that is there is never rendered. */
  private StoredRevision render(Wanted wanted) {
    return Revisions.render(resource, observation.settings(), wanted.model(), wanted.revision());
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
    Optional<Service> service = ours(name, observation.owned().services());
    return new Facts.Entry(service, service.flatMap(EntryService::selection), entryPods);
  }

  private Facts.Traffic traffic(Signer signer) {
    String name = Names.traffic(resource.getMetadata().getName());
    return ours(name, observation.owned().configMaps())
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
    return named(name, ownDeployments)
        .filter(candidate -> candidate.getMetadata().getDeletionTimestamp() == null);
  }

  private static SortedMap<String, List<Pod>> byRevision(List<Pod> pods) {
    SortedMap<String, List<Pod>> found = new TreeMap<>();
    for (Pod pod : pods) {
      if (!ResolverPod.is(pod)) {
        Labels.get(pod, Labels.REVISION)
            .ifPresent(name -> found.computeIfAbsent(name, key -> new ArrayList<>()).add(pod));
      }
    }
    return found;
  }

  /** The UIDs of the ready pods in each Service's slices. */
  private static Map<String, Set<String>> readyPods(List<EndpointSlice> slices) {
    Map<String, Set<String>> uids = new HashMap<>();
    for (EndpointSlice slice : slices) {
      Optional<String> service = Labels.get(slice, SERVICE_NAME);
      // The API server sends null, not an empty list, for a Service without endpoints.
      if (service.isPresent() && slice.getEndpoints() != null) {
        Set<String> ready = uids.computeIfAbsent(service.get(), key -> new HashSet<>());
        slice.getEndpoints().stream()
            .filter(FactsReader::isReady)
            .forEach(endpoint -> ready.add(endpoint.getTargetRef().getUid()));
      }
    }
    return uids;
  }

  private Set<String> readyPods(String service) {
    return endpoints.getOrDefault(service, Set.of());
  }

  private <T extends HasMetadata> List<T> ours(List<T> objects) {
    return objects.stream().filter(object -> Ownership.controls(resource, object)).toList();
  }

  private <T extends HasMetadata> Optional<T> ours(String name, List<T> objects) {
    return named(name, objects).filter(object -> Ownership.controls(resource, object));
  }

  private static <T extends HasMetadata> Optional<T> named(String name, List<T> objects) {
    for (T object : objects) {
      if (name(object).equals(name)) {
        return Optional.of(object);
      }
    }
    return Optional.empty();
  }

  private static boolean isReady(Endpoint endpoint) {
    // The API: a readiness that is not known is to be taken as ready.
    return endpoint.getTargetRef() != null
        && (endpoint.getConditions() == null
            || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
  }

  private static boolean isReady(Pod pod) {
    if (pod.getStatus() != null) {
      for (PodCondition condition : pod.getStatus().getConditions()) {
        if (condition.getType().equals("Ready") && condition.getStatus().equals("True")) {
          return true;
        }
      }
    }
    return false;
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
