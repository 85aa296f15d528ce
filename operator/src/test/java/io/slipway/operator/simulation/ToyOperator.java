package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.observe.OwnedObjects;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Planner;
import io.slipway.operator.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** An operator's process: caches that lag behind what others write, and the real planner. */
final class ToyOperator {

  static final OperatorSettings SETTINGS =
      new OperatorSettings(
          "slipway-runtime:1",
          "slipway-runtime-cuda:1",
          "cluster.local",
          3,
          OperatorSettings.Timing.DEFAULT);

  private final ToyCluster cluster;
  private final Planner planner = new Planner(new ToySigner());
  private final long epoch;
  private final Invariants invariants;
  private ModelDeployment resource;
  private List<Pod> pods = List.of();
  private List<EndpointSlice> slices = List.of();
  private Map<String, PodReport> reports = new HashMap<>();

  /** What the kubelets' events say. */
  Map<String, String> mountFailures = Map.of();

  /** The pods that stopped answering. */
  Set<String> silent = Set.of();

  /** What the API server refused last. */
  List<Refusal> refusals = List.of();

  /** A new process: it lists everything before it does anything. */
  ToyOperator(ToyCluster cluster, long epoch, Invariants invariants) {
    this.cluster = cluster;
    this.epoch = epoch;
    this.invariants = invariants;
    this.resource = cluster.resource;
    syncPods();
    syncSlices();
  }

  void syncResource() {
    resource = cluster.resource;
  }

  void syncPods() {
    List<Pod> found = new ArrayList<>(cluster.list(Pod.class));
    cluster.pods.forEach(pod -> found.add(pod.object()));
    pods = found;
  }

  void syncSlices() {
    slices = cluster.endpointSlices();
  }

  /** Asks every pod that it knows of; one that does not answer leaves its last report. */
  void askPods(RandomGenerator random, double silence) {
    Map<String, PodReport> answers = new HashMap<>();
    for (ToyPod pod : cluster.pods) {
      PodReport before = reports.get(pod.uid);
      if (pod.running && random.nextDouble() >= silence) {
        answers.put(pod.uid, pod.report(cluster.now));
      } else if (before != null) {
        answers.put(pod.uid, before);
      }
    }
    reports = answers;
  }

  Observation observe() {
    return new Observation(
        cluster.now,
        epoch,
        SETTINGS,
        resource,
        new OwnedObjects(
            cluster.list(ControllerRevision.class),
            cluster.list(Deployment.class),
            pods,
            cluster.list(Service.class),
            slices,
            cluster.list(ConfigMap.class),
            cluster.list(PodDisruptionBudget.class),
            cluster.list(ServiceAccount.class),
            cluster.list(HorizontalPodAutoscaler.class)),
        reports,
        mountFailures,
        Map.of(),
        silent,
        refusals);
  }

  Plan plan() {
    return planner.plan(observe());
  }

  /**
   * One reconcile.
   *
   * @param mishap what happens to the given write, counted from 0
   * @param at which write
   * @return whether the process lives on
   */
  boolean reconcile(Mishap mishap, int at) {
    Observation seen = observe();
    Plan plan = planner.plan(seen);
    int write = 0;
    for (Step step : plan.steps()) {
      if (write++ == at && mishap != Mishap.NONE) {
        if (mishap == Mishap.KILLED_AFTER) {
          carryOut(step, seen);
        }
        if (mishap != Mishap.REFUSED) {
          return false;
        }
        break;
      }
      if (!carryOut(step, seen)) {
        break;
      }
    }
    if (write >= at && mishap == Mishap.KILLED_BEFORE) {
      return false;
    }
    plan.status()
        .ifPresent(
            status -> {
              invariants.beforeStatus(seen, status);
              if (cluster.writeStatus(status, resource.getMetadata().getResourceVersion())) {
                resource = cluster.resource;
              }
            });
    return true;
  }

  /** What goes wrong with a write. */
  enum Mishap {
    NONE,
    REFUSED,
    KILLED_BEFORE,
    KILLED_AFTER;

    static final List<Mishap> ALL = List.of(REFUSED, KILLED_BEFORE, KILLED_AFTER);
  }

  private boolean carryOut(Step step, Observation seen) {
    invariants.before(step, seen);
    return switch (step) {
      case Step.Apply apply -> apply(apply);
      case Step.Delete delete -> {
        HasMetadata live = cluster.objects.get(delete.object());
        if (live != null && live.getMetadata().getUid().equals(delete.uid())) {
          cluster.objects.remove(delete.object());
          cluster.slices.remove(
              delete.object().kind().equals("Service") ? delete.object().name() : "");
          syncOwn(delete.object().kind());
        }
        yield true;
      }
      case Step.PushTraffic push -> {
        TrafficPayload payload = TrafficPayload.of(push.document()).orElseThrow();
        push.pods()
            .forEach(
                address ->
                    cluster.pods.stream()
                        .filter(pod -> pod.uid.equals(address.uid()) && pod.running)
                        .forEach(pod -> pod.adopt(payload)));
        yield true;
      }
      case Step.AnnotatePod annotate -> true;
      case Step.LabelPod label -> {
        cluster.pods.stream()
            .filter(pod -> pod.uid.equals(label.pod().uid()))
            .forEach(pod -> pod.entry = label.value().equals("true"));
        yield true;
      }
    };
  }

  private boolean apply(Step.Apply apply) {
    Optional<HasMetadata> live =
        Optional.ofNullable(
            cluster.objects.get(io.slipway.operator.observe.ObjectKey.of(apply.object())));
    if (apply.precondition() instanceof Step.Precondition.Unchanged unchanged
        && live.filter(
                object ->
                    object.getMetadata().getResourceVersion().equals(unchanged.resourceVersion()))
            .isEmpty()) {
      return false;
    }
    cluster.put(ToyReplicas.applied(live.orElse(null), apply.object()));
    syncOwn(apply.object().getKind());
    return true;
  }

  /** What the operator wrote itself it sees at once. */
  private void syncOwn(String kind) {
    if (kind.equals("Pod")) {
      List<Pod> own = new ArrayList<>(cluster.list(Pod.class));
      pods.stream()
          .filter(pod -> !io.slipway.operator.desired.ResolverPod.is(pod))
          .forEach(own::add);
      pods = own;
    }
  }
}
