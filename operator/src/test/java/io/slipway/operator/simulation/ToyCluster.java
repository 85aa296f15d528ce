package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is really so, and the controllers that make it so, one small step at a time. */
final class ToyCluster {

  static final String NAME = "churn";

  /** A digest for each source. */
  static final Function<Pod, @Nullable ContainerStatus> ANSWERS =
      pod ->
          Fates.ended(
              0,
              "{\"resolved\":{\"digest\":\"sha256:"
                  + "%064x".formatted(pod.getMetadata().getName().hashCode() & 0xffffffL)
                  + "\",\"format\":\"ONNX\",\"bytes\":1}}",
              Instant.parse(pod.getMetadata().getCreationTimestamp()));

  private static final Duration TERMINATION = Duration.ofSeconds(12);

  Instant now = Instant.parse("2026-11-01T08:00:00Z");

  /** Whether a NetworkPolicy lets pods answer each other. */
  boolean podsReachEachOther = true;

  ModelDeployment resource = new ModelDeployment();
  final Map<ObjectKey, HasMetadata> objects =
      new TreeMap<>(Comparator.comparing(ObjectKey::toString));
  final List<ToyPod> pods = new ArrayList<>();
  final Map<String, Set<String>> slices = new TreeMap<>();

  /** What kube-proxies route to: the entry Service's slices as they were a while ago. */
  Set<String> proxied = new TreeSet<>();

  /** Requests that nobody answered. */
  int lost;

  /** How resolver pods end; null while one runs. */
  Function<Pod, @Nullable ContainerStatus> resolution = ANSWERS;

  private long counter;

  ToyCluster(ModelDeploymentSpec spec) {
    resource.getMetadata().setName(NAME);
    resource.getMetadata().setNamespace("fraud");
    resource.getMetadata().setUid("uid-of-churn");
    resource.getMetadata().setGeneration(1L);
    resource.getMetadata().setResourceVersion(next());
    resource.setSpec(spec);
  }

  String next() {
    return Long.toString(++counter);
  }

  // ---- the API server

  void edit(ModelDeploymentSpec spec) {
    ModelDeployment edited = copy();
    edited.setSpec(spec);
    edited.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
    resource = edited;
  }

  void annotate(String key, String value) {
    ModelDeployment annotated = copy();
    annotated.getMetadata().setAnnotations(Map.of(key, value));
    resource = annotated;
  }

  boolean writeStatus(ModelDeploymentStatus status, String observedVersion) {
    if (!resource.getMetadata().getResourceVersion().equals(observedVersion)) {
      return false;
    }
    ModelDeployment written = copy();
    written.setStatus(status);
    resource = written;
    return true;
  }

  private ModelDeployment copy() {
    ModelDeployment copy = new ModelDeployment();
    copy.setMetadata(resource.getMetadata().toBuilder().withResourceVersion(next()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(resource.getStatus());
    return copy;
  }

  void put(HasMetadata object) {
    HasMetadata old = objects.get(ObjectKey.of(object));
    object.getMetadata().setUid(old == null ? "uid-" + next() : old.getMetadata().getUid());
    object.getMetadata().setResourceVersion(next());
    object.getMetadata().setCreationTimestamp(now.toString());
    objects.put(ObjectKey.of(object), object);
  }

  <T extends HasMetadata> List<T> list(Class<T> kind) {
    return objects.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Optional<Selection> selection() {
    return Optional.ofNullable(objects.get(new ObjectKey("Service", NAME)))
        .flatMap(service -> EntryService.selection((Service) service));
  }

  Optional<TrafficPayload> mounted() {
    return Optional.ofNullable(objects.get(new ObjectKey("ConfigMap", NAME + "-traffic")))
        .flatMap(map -> TrafficConfigMap.document((ConfigMap) map))
        .flatMap(TrafficPayload::of);
  }

  // ---- the controllers

  /** One step of the Deployment controller and the garbage collector. */
  void controlDeployments() {
    Set<String> alive = new HashSet<>();
    for (Deployment deployment : list(Deployment.class)) {
      String name = deployment.getMetadata().getName();
      alive.add(name);
      List<ToyPod> mine =
          pods.stream().filter(pod -> pod.deployment.equals(name) && !pod.isTerminating()).toList();
      int wanted = deployment.getSpec().getReplicas();
      if (mine.size() < wanted) {
        String revision = Labels.get(deployment, Labels.REVISION).orElseThrow();
        pods.add(new ToyPod(next(), name, revision, deployment.getSpec().getTemplate(), now));
      } else if (mine.size() > wanted) {
        terminate(mine.get(mine.size() - 1));
      }
    }
    pods.stream().filter(pod -> !alive.contains(pod.deployment)).forEach(this::terminate);
  }

  void terminate(ToyPod pod) {
    if (!pod.isTerminating()) {
      pod.terminatingSince = now;
      pod.ready = false;
    }
  }

  /** One step of a kubelet and the container that it runs. */
  void runPod(ToyPod pod) {
    if (pod.isTerminating()) {
      if (Duration.between(pod.terminatingSince, now).compareTo(TERMINATION) >= 0) {
        pods.remove(pod);
      }
      return;
    }
    if (pod.container != null || pod.scheduled != null) {
      return;
    }
    if (!pod.running) {
      pod.running = true;
      return;
    }
    mounted().ifPresent(pod::adopt);
    if (pod.isBroken()) {
      pod.crashed = true;
    } else if (pod.document != null || (pod.isCustom() && mounted().isPresent())) {
      pod.ready = true;
    }
  }

  /** What a pod learns by probing the document's target. */
  void probeTarget(ToyPod pod) {
    pod.reaches =
        podsReachEachOther
            && pod.document != null
            && !readyEndpoints(pod.document.target()).isEmpty();
  }

  /** One step of the EndpointSlice controller for one Service. */
  void controlEndpoints(Service service) {
    Set<String> ready = new TreeSet<>();
    pods.stream()
        .filter(pod -> pod.ready && !pod.isTerminating())
        .filter(pod -> matches(service, pod))
        .forEach(pod -> ready.add(pod.uid));
    slices.put(service.getMetadata().getName(), ready);
  }

  private static boolean matches(Service service, ToyPod pod) {
    String revision = service.getSpec().getSelector().get(Labels.REVISION);
    return (revision == null || revision.equals(pod.revision))
        && (!service.getSpec().getSelector().containsKey(Labels.ENTRY) || pod.isEntry());
  }

  /** The resolver pod ends, with an answer or without. */
  void runResolvers() {
    for (Pod pod : list(Pod.class)) {
      ContainerStatus end = pod.getStatus() == null ? resolution.apply(pod) : null;
      if (end != null) {
        boolean failed = end.getState().getTerminated().getExitCode() != 0;
        objects.put(
            ObjectKey.of(pod),
            new PodBuilder(pod)
                .withNewStatus()
                .withPhase(failed ? "Failed" : "Succeeded")
                .withContainerStatuses(end)
                .endStatus()
                .build());
      }
    }
  }

  /** What another leader does. */
  void mount(TrafficPayload payload) {
    ToySigner signer = new ToySigner();
    put(TrafficConfigMap.desired(resource, signer.sign(payload), signer.keysJson()));
  }

  // ---- the callers

  /** Revisions whose pods answer 500. */
  final Set<String> failing = new TreeSet<>();

  void routeAnew() {
    proxied = new TreeSet<>(slices.getOrDefault(NAME, Set.of()));
  }

  /** One caller's request, by a kube-proxy's choice. Returns the revision that answered. */
  @Nullable String call(int choice) {
    if (proxied.isEmpty()) {
      return null;
    }
    String uid = List.copyOf(proxied).get(choice % proxied.size());
    Optional<ToyPod> pod = pods.stream().filter(it -> it.uid.equals(uid)).findFirst();
    if (pod.isEmpty() || !pod.get().running) {
      lost++;
      return null;
    }
    ToyPod entry = pod.get();
    entry.callers++;
    entry.lastCaller = now;
    TrafficPayload document = entry.document;
    if (document == null) {
      return entry.revision;
    }
    if (document.target().equals(entry.revision)) {
      if (document.weightBp() == TrafficPayload.EVERYTHING) {
        entry.window().candidate++;
        entry.window().candidateFailures += failing.contains(entry.revision) ? 1 : 0;
      }
      return entry.revision;
    }
    List<ToyPod> targets = readyEndpoints(document.target());
    if (!entry.forwardsNext()) {
      entry.window().stable++;
      copy(entry, document, targets);
      return entry.revision;
    }
    entry.window().candidate++;
    if (targets.isEmpty() || failing.contains(document.target())) {
      entry.window().candidateFailures++;
      return entry.revision;
    }
    targets.get(choice % targets.size()).hops++;
    return document.target();
  }

  private void copy(ToyPod entry, TrafficPayload document, List<ToyPod> targets) {
    if (document.shadowBp() > 0) {
      entry.window().copies++;
      boolean failed = targets.isEmpty() || failing.contains(document.target());
      entry.window().faults += failed ? 1 : 0;
    }
  }

  private List<ToyPod> readyEndpoints(String service) {
    Set<String> uids = slices.getOrDefault(service, Set.of());
    return pods.stream().filter(pod -> uids.contains(pod.uid) && pod.ready).toList();
  }

  List<EndpointSlice> endpointSlices() {
    List<EndpointSlice> found = new ArrayList<>();
    slices.forEach(
        (service, uids) -> {
          EndpointSliceBuilder slice =
              new EndpointSliceBuilder()
                  .withNewMetadata()
                  .withName(service + "-slice")
                  .addToLabels("kubernetes.io/service-name", service)
                  .endMetadata();
          uids.forEach(
              uid ->
                  slice
                      .addNewEndpoint()
                      .withNewConditions()
                      .withReady(true)
                      .endConditions()
                      .withNewTargetRef()
                      .withUid(uid)
                      .endTargetRef()
                      .endEndpoint());
          found.add(slice.build());
        });
    return found;
  }
}
