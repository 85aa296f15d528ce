package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Planner;
import io.slipway.operator.plan.Step;
import io.slipway.operator.simulation.ToyWrites.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** An operator's process: caches that lag behind what others write, and the real planner. */
final class ToyOperator {

  static final OperatorSettings SETTINGS =
      new OperatorSettings(
          "slipway-runtime:1",
          "slipway-runtime-cuda:1",
          "cluster.local",
          3,
          "",
          OperatorSettings.Timing.DEFAULT);

  static final Planner PLANNER = new Planner(new ToySigner());

  private final ToyCluster cluster;
  private final Function<Observation, Plan> planner;
  private final Invariants invariants;
  private final ToyCaches caches;
  private Map<String, PodReport> reports = Map.of();
  private long epoch;

  /** Pods that have answered this process. */
  private final Set<String> answered = new HashSet<>();

  private Set<String> silentBefore = Set.of();
  private Instant due = Instant.MIN;

  /** How far the operator's clock is ahead. */
  Duration ahead = Duration.ZERO;

  /** What the kubelets' events say. */
  Map<String, String> mountFailures = Map.of();

  /** Pods that stopped answering, beside those that did not answer the last time. */
  Set<String> silent = Set.of();

  /** What the API server refused last. */
  List<Refusal> refusals = List.of();

  /** What became of a look. */
  sealed interface Outcome {

    /** The process lives on. */
    record Lives() implements Outcome {}

    /** It is gone. */
    record Gone() implements Outcome {}

    /** It is gone, and a request of its is still on its way. */
    record GoneWith(Step step, Plan plan, Observation seen) implements Outcome {

      /** The request arrives; whoever would have been told is no more. */
      void arrive(ToyCluster cluster, Invariants invariants) {
        new ToyWrites(cluster, new ToyCaches(cluster), invariants, plan, seen, pod -> true)
            .arrive(step);
      }
    }
  }

  /** A new process: it lists everything before it does anything. */
  ToyOperator(ToyCluster cluster, Function<Observation, Plan> planner, Invariants invariants) {
    this.cluster = cluster;
    this.planner = planner;
    this.invariants = invariants;
    this.caches = new ToyCaches(cluster);
  }

  /** All watches catch up. */
  void sync() {
    caches.sync();
  }

  void sync(Watch watch) {
    caches.sync(watch);
  }

  /** Whether an operator looks: something changed, or it is time. */
  boolean isCalled() {
    return caches.news || !silent().equals(silentBefore) || !cluster.now.isBefore(due);
  }

  /** Asks every pod that it knows of; one that does not answer is absent. */
  void ask(Predicate<ToyPod> heard) {
    Map<String, PodReport> answers = new HashMap<>();
    for (Pod known : caches.pods()) {
      ToyPod pod = cluster.pod(known.getMetadata().getUid());
      if (pod != null && pod.answers() && heard.test(pod)) {
        answers.put(pod.uid, pod.report(cluster.now, cluster.now.plus(ahead)));
      }
    }
    reports = answers;
    answered.addAll(answers.keySet());
  }

  private Set<String> silent() {
    Set<String> all = new HashSet<>(silent);
    for (Pod pod : caches.pods()) {
      String uid = pod.getMetadata().getUid();
      if (answered.contains(uid) && !reports.containsKey(uid)) {
        all.add(uid);
      }
    }
    return all;
  }

  Observation observe() {
    long highest = highestEpoch();
    if (epoch == 0 || highest > epoch) {
      epoch = highest + 1;
    }
    return new Observation(
        cluster.now.plus(ahead),
        epoch,
        SETTINGS,
        caches.resource(),
        caches.owned(),
        reports,
        mountFailures,
        Map.of(),
        RegistryAnswer.NONE,
        silent(),
        refusals);
  }

  /** In the document and in what pods report. */
  private long highestEpoch() {
    long highest = 0;
    for (ConfigMap map : caches.configMaps()) {
      highest = Math.max(highest, cluster.payload(map).map(TrafficPayload::epoch).orElse(0L));
    }
    for (PodReport report : reports.values()) {
      highest = Math.max(highest, report.traffic().map(PodReport.Traffic::epoch).orElse(0L));
    }
    return highest;
  }

  Plan plan() {
    return planner.apply(observe());
  }

  /** One reconcile in which nothing goes wrong. */
  void reconcile() {
    reconcile(Mishap.NONE, 0, pod -> true);
  }

  /**
   * One reconcile.
   *
   * @param mishap what happens to one write
   * @param at which, counted round from 0; the status is the last
   * @param heard the pods that pushes get to
   */
  Outcome reconcile(Mishap mishap, int at, Predicate<ToyPod> heard) {
    Observation seen = observe();
    Plan plan = planner.apply(seen);
    invariants.planned(plan, seen);
    due = plan.requeueAfter().map(cluster.now::plus).orElse(Instant.MAX);
    silentBefore = seen.silent();
    List<Step> steps = plan.steps();
    int writes = steps.size() + (plan.status().isPresent() ? 1 : 0);
    caches.news = writes > 0;
    int hit = writes == 0 ? 0 : at % writes;
    ToyWrites writing = new ToyWrites(cluster, caches, invariants, plan, seen, heard);
    Written written = Written.DONE;
    for (int i = 0; i < steps.size() && written == Written.DONE; i++) {
      written = writing.write(steps.get(i), i == hit ? mishap : Mishap.NONE);
      if (written == Written.KILLED) {
        return mishap == Mishap.IN_FLIGHT
            ? new Outcome.GoneWith(steps.get(i), plan, seen)
            : new Outcome.Gone();
      }
      if (written == Written.REFUSED) {
        refusals = refused(steps.get(i));
      }
    }
    if (written == Written.DONE) {
      refusals = List.of();
    }
    if (written == Written.FAILED) {
      return new Outcome.Lives();
    }
    // What is told is what was seen, so it is told though a step was refused.
    Mishap telling = hit == steps.size() ? mishap : Mishap.NONE;
    Written told = plan.status().map(it -> writing.tell(it, telling)).orElse(Written.DONE);
    if (written == Written.DONE && told == Written.DONE && telling == Mishap.NONE) {
      invariants.carriedOut();
    }
    boolean idleKill = writes == 0 && mishap.kills();
    return told == Written.KILLED || idleKill ? new Outcome.Gone() : new Outcome.Lives();
  }

  private static List<Refusal> refused(Step step) {
    return ToyWrites.object(step).stream()
        .map(key -> new Refusal(key, Refusal.Kind.FORBIDDEN, "exceeded quota"))
        .toList();
  }
}
