package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.ComparedModels;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is really so, and the controllers that make it so, one small step at a time. */
final class ToyCluster extends ToyApi {

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

  /** As the node controller has it: so long nobody notices that a node is gone. */
  private static final Duration NODE_UNNOTICED = Duration.ofSeconds(40);

  static final ObjectKey ENTRY = new ObjectKey("Service", NAME);
  private static final ObjectKey TRAFFIC = new ObjectKey("ConfigMap", NAME + "-traffic");

  Instant now = Instant.parse("2026-11-01T08:00:00Z");

  /** Whether a NetworkPolicy lets pods answer each other. */
  boolean podsReachEachOther = true;

  final ToyCallers callers = new ToyCallers(this);
  final List<ToyPod> pods = new ArrayList<>();

  /** The UIDs of the ready pods of each Service, as its slices have them. */
  final Map<String, Set<String>> slices = new TreeMap<>();

  /** Objects that somebody else wrote last: what they say is not the operator's doing. */
  final Set<ObjectKey> theirs = new HashSet<>();

  /** When the entry Service last selected a revision. */
  final Map<String, Instant> ledTo = new HashMap<>();

  /** Revisions whose pods fail every request from now on. */
  final Set<String> failing = new TreeSet<>();

  /** How many writes of operators arrived. */
  long writes;

  /** Requests that nobody answered. */
  long lost;

  /** How resolver pods end; null while one runs. */
  Function<Pod, @Nullable ContainerStatus> resolution = ANSWERS;

  private final IdentityHashMap<ConfigMap, Optional<TrafficPayload>> payloads =
      new IdentityHashMap<>();

  ToyCluster(ModelDeploymentSpec spec) {
    super(NAME, spec);
  }

  void put(HasMetadata object) {
    remember();
    theirs.remove(ObjectKey.of(object));
    put(object, now);
  }

  void delete(ObjectKey key) {
    remember();
    objects.remove(key);
    if (key.kind().equals("Service")) {
      slices.remove(key.name());
    }
  }

  /** Before what leads callers changes: until now they were led so. */
  private void remember() {
    ledTo.replaceAll((revision, at) -> leadsTo(revision) ? now : at);
    for (ToyPod pod : pods) {
      if (leadsTo(pod.revision)) {
        ledTo.put(pod.revision, now);
      }
    }
  }

  private boolean leadsTo(String revision) {
    return selection().filter(it -> it.includes(revision)).isPresent();
  }

  Optional<Selection> selection() {
    return Optional.ofNullable(objects.get(ENTRY))
        .flatMap(service -> EntryService.selection((Service) service));
  }

  /** What the mounted document says, where our key signed it: pods believe no other. */
  Optional<TrafficPayload> mounted() {
    return Optional.ofNullable(objects.get(TRAFFIC)).flatMap(map -> payload((ConfigMap) map));
  }

  /** What the signed document in a map says; each map is read once. */
  Optional<TrafficPayload> payload(ConfigMap map) {
    return payloads.computeIfAbsent(
        map,
        it ->
            TrafficConfigMap.document(it)
                .filter(new ToySigner()::signed)
                .flatMap(TrafficPayload::of));
  }

  @Nullable ToyPod pod(String uid) {
    for (ToyPod pod : pods) {
      if (pod.uid.equals(uid)) {
        return pod;
      }
    }
    return null;
  }

  // ---- the controllers

  /** One step of the Deployment controller and the garbage collector. */
  void controlDeployments() {
    Set<String> alive = new HashSet<>();
    for (Deployment deployment : list(Deployment.class)) {
      String name = deployment.getMetadata().getName();
      alive.add(name);
      // As the ReplicaSet's controller has it: whoever costs less to lose first, then the newest.
      @Nullable ToyPod leaving = null;
      int there = 0;
      for (ToyPod pod : pods) {
        if (pod.deployment.equals(name) && !pod.isTerminating()) {
          leaving = leaving == null || leaving.entry || !pod.entry ? pod : leaving;
          there++;
        }
      }
      int wanted = deployment.getSpec().getReplicas();
      if (there < wanted) {
        String revision =
            Objects.requireNonNull(
                deployment.getSpec().getSelector().getMatchLabels().get(Labels.REVISION));
        pods.add(
            new ToyPod(
                next(), name, revision, deployment.getSpec().getTemplate(), model(revision), now));
      } else if (there > wanted && leaving != null) {
        terminate(leaving);
      }
    }
    for (ToyPod pod : pods) {
      if (!alive.contains(pod.deployment)) {
        terminate(pod);
      }
    }
  }

  /** What the revision pins. */
  private Optional<String> model(String revision) {
    return list(ControllerRevision.class).stream()
        .filter(object -> object.getMetadata().getName().equals(revision))
        .flatMap(object -> StoredRevision.of(object).stream())
        .map(stored -> stored.resolved().digest())
        .findFirst();
  }

  void terminate(ToyPod pod) {
    if (!pod.isTerminating()) {
      pod.terminatingSince = now;
      pod.ready = false;
    }
  }

  /** One step of a kubelet and the container that it runs. */
  void runPod(ToyPod pod) {
    if (isOver(pod.terminatingSince, TERMINATION)) {
      pods.remove(pod);
      return;
    }
    if (pod.lostSince != null) {
      if (isOver(pod.lostSince, NODE_UNNOTICED)) {
        terminate(pod);
      }
      return;
    }
    if (pod.isTerminating() || pod.container != null || pod.scheduled != null) {
      return;
    }
    if (!pod.running) {
      pod.start(now);
      return;
    }
    mounted().ifPresent(pod::adopt);
    if (pod.document == null) {
      // It starts with the highest of what is mounted and what its peers go by.
      pods.stream()
          .filter(peer -> peer.revision.equals(pod.revision) && peer.answers())
          .flatMap(peer -> Optional.ofNullable(peer.document).stream())
          .forEach(pod::adopt);
    }
    if (pod.isBroken()) {
      pod.crashed = true;
    } else if (pod.document != null || (pod.isCustom() && mounted().isPresent())) {
      pod.ready = true;
    }
  }

  private boolean isOver(@Nullable Instant since, Duration patience) {
    return since != null && Duration.between(since, now).compareTo(patience) >= 0;
  }

  /** What a pod learns by probing the document's target. */
  void probeTarget(ToyPod pod) {
    TrafficPayload document = pod.document;
    pod.reaches =
        podsReachEachOther
            && document != null
            && slices.getOrDefault(document.target(), Set.of()).stream()
                .map(this::pod)
                .anyMatch(target -> target != null && target.ready && target.answers());
  }

  /** One step of the EndpointSlice controller for one Service. */
  void controlEndpoints(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    String revision = selector.get(Labels.REVISION);
    boolean entry = selector.containsKey(Labels.ENTRY);
    Set<String> ready = new TreeSet<>();
    for (ToyPod pod : pods) {
      if (pod.ready
          && !pod.isTerminating()
          && (revision == null || revision.equals(pod.revision))
          && (!entry || pod.isEntry())) {
        ready.add(pod.uid);
      }
    }
    if (!ready.equals(slices.get(service.getMetadata().getName()))) {
      slices.put(service.getMetadata().getName(), ready);
    }
  }

  /** The resolver pod ends, with an answer or without. */
  void runResolvers() {
    for (Pod pod : list(Pod.class)) {
      ContainerStatus end = pod.getStatus() == null ? resolution.apply(pod) : null;
      if (end != null) {
        boolean failed = end.getState().getTerminated().getExitCode() != 0;
        Pod ended = new Pod();
        ended.setMetadata(pod.getMetadata());
        ended.setSpec(pod.getSpec());
        ended.setStatus(
            new PodStatusBuilder()
                .withPhase(failed ? "Failed" : "Succeeded")
                .withContainerStatuses(end)
                .build());
        put(ended);
      }
    }
  }

  /** Everything moves, in the usual order. */
  void move() {
    controlDeployments();
    List.copyOf(pods).forEach(this::runPod);
    list(Service.class).forEach(this::controlEndpoints);
    pods.forEach(this::probeTarget);
    runResolvers();
    callers.routeAnew();
  }

  /** What another leader does. */
  void mount(TrafficPayload payload) {
    mount(new ToySigner().sign(payload));
  }

  /** What somebody writes into the ConfigMap. */
  void mount(SignedDocument document) {
    put(
        TrafficConfigMap.desired(
            resource, document, new ToySigner().keysJson(), ComparedModels.NONE));
  }
}
