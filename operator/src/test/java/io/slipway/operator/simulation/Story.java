package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One run of the world in its usual order, a second at a time: controllers, kubelets, callers, the
 * operator. What it tells in its statuses is written down.
 */
final class Story {

  private static final int LONGEST = 900;

  final ToyCluster cluster;
  final ToyOperator operator;
  final ToyAutoscaler autoscaler;
  final ToyScheduler scheduler;

  /** The states and steps that the status told, in their order, like {@code Promoting Draining}. */
  final List<String> told = new ArrayList<>();

  private final Invariants invariants;
  private Consumer<ToyPod> fate = pod -> {};

  private Story(ModelDeploymentSpec spec) {
    cluster = new ToyCluster(spec);
    autoscaler = new ToyAutoscaler(cluster);
    scheduler = new ToyScheduler(cluster);
    invariants = new Invariants(cluster);
    operator = new ToyOperator(cluster, ToyOperator.PLANNER::plan, invariants);
  }

  static Story of(ModelDeploymentSpec spec) {
    return new Story(spec);
  }

  /** What happens to each pod that is made from now on, at once. */
  Story fate(Consumer<ToyPod> what) {
    fate = what;
    return this;
  }

  Story edit(ModelDeploymentSpec spec) {
    cluster.edit(spec);
    return this;
  }

  /** A person writes the annotation. */
  Story act(String value) {
    cluster.annotate(Labels.ACTION, value);
    return this;
  }

  /** A second of the world, then one look of the operator's. */
  Story second() {
    world();
    look();
    return this;
  }

  Story seconds(int count) {
    for (int i = 0; i < count; i++) {
      second();
    }
    return this;
  }

  void world() {
    cluster.now = cluster.now.plusSeconds(1);
    List<ToyPod> before = List.copyOf(cluster.pods);
    autoscaler.tick();
    cluster.controlDeployments();
    cluster.pods.stream().filter(pod -> !before.contains(pod)).forEach(fate);
    scheduler.tick();
    List.copyOf(cluster.pods).forEach(cluster::runPod);
    cluster.list(Service.class).forEach(cluster::controlEndpoints);
    cluster.pods.forEach(cluster::probeTarget);
    cluster.runResolvers();
    cluster.callers.routeAnew();
    cluster.callers.call(3);
    invariants.always();
  }

  void look() {
    plan();
    operator.reconcile();
    String state = state();
    if (!state.isEmpty() && (told.isEmpty() || !told.getLast().equals(state))) {
      told.add(state);
    }
  }

  /** What the operator would do now, seeing everything. */
  Plan plan() {
    operator.sync();
    operator.ask(pod -> true);
    return operator.plan();
  }

  Story until(BooleanSupplier done) {
    for (int i = 0; i < LONGEST; i++) {
      if (done.getAsBoolean()) {
        return this;
      }
      second();
    }
    throw new AssertionError("not within " + LONGEST + " seconds, but: " + told + status());
  }

  Story untilReady() {
    return until(() -> isAbout(cluster.resource.getMetadata().getGeneration()) && ready());
  }

  Story untilStalled() {
    return until(() -> holds(ConditionType.STALLED));
  }

  Story until(String state) {
    return until(() -> state().equals(state));
  }

  boolean ready() {
    return holds(ConditionType.READY);
  }

  boolean holds(ConditionType type) {
    return condition(type).filter(Condition::holds).isPresent();
  }

  Optional<Condition> condition(ConditionType type) {
    return status().flatMap(status -> status.condition(type));
  }

  /** The reason and the words of a condition that is there. */
  String words(ConditionType type) {
    return condition(type).map(it -> it.reason() + ": " + it.message()).orElse("");
  }

  Optional<ModelDeploymentStatus> status() {
    return Optional.ofNullable(cluster.resource.getStatus());
  }

  String stable() {
    return status().map(ModelDeploymentStatus::stable).map(RevisionStatus::revision).orElse("");
  }

  List<Pod> resolvers() {
    return cluster.list(Pod.class);
  }

  private boolean isAbout(long generation) {
    return status().filter(it -> Objects.equals(it.observedGeneration(), generation)).isPresent();
  }

  String state() {
    return status()
        .map(ModelDeploymentStatus::rollout)
        .map(it -> (it.state().value() + " " + Objects.requireNonNullElse(it.step(), "")).strip())
        .orElse("");
  }
}
