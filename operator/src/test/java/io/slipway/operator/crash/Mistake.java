package io.slipway.operator.crash;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.observe.OperatorSettings.Timing;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A planner that is wrong in one place, and what has to be said of it. */
enum Mistake implements UnaryOperator<Function<Observation, Plan>> {

  /** Pods are told what is stored a moment later: by who lives that long. */
  PUSHES_BEFORE_IT_STORES(Scenario.ABORT, Shown.BY_A_DEATH, "a document that was never stored") {
    @Override
    public Function<Observation, Plan> apply(Function<Observation, Plan> planner) {
      return seen -> pushingFirst(planner.apply(seen));
    }
  },
  /** How far a trial is, is known to the process alone. */
  BEGINS_TRIALS_ANEW(Scenario.PROMOTE, Shown.BY_A_DEATH, "this is not its way") {
    @Override
    public Function<Observation, Plan> apply(Function<Observation, Plan> planner) {
      var looked = new AtomicBoolean();
      return seen -> planner.apply(looked.getAndSet(true) ? seen : asIfPreparing(seen));
    }
  },
  /** The status promises the new revision while callers still enter by both. */
  COMMITS_BEFORE_IT_NARROWS(Scenario.PROMOTE, Shown.ALWAYS, "is stable while callers enter by") {
    @Override
    public Function<Observation, Plan> apply(Function<Observation, Plan> planner) {
      return seen -> committing(planner.apply(seen));
    }
  },
  /** The old pods go while callers still enter by them. */
  LETS_GO_BEFORE_THE_DRAIN(Scenario.PROMOTE, Shown.ALWAYS, "pods of the stable revision go") {
    @Override
    public Function<Observation, Plan> apply(Function<Observation, Plan> planner) {
      return seen -> deletingStable(planner.apply(seen), seen);
    }
  },
  /** Nobody waits for callers who are still on their way. */
  SKIPS_THE_DRAIN(Scenario.PROMOTE, Shown.ALWAYS, "after callers") {
    @Override
    public Function<Observation, Plan> apply(Function<Observation, Plan> planner) {
      return seen -> planner.apply(withoutWaits(seen));
    }
  },
  /** A person's word waits for its turn. */
  ABORTS_LATE(Scenario.ABORT, Shown.ALWAYS, "after all") {
    @Override
    public Function<Observation, Plan> apply(Function<Observation, Plan> planner) {
      List<Instant> heard = new CopyOnWriteArrayList<>();
      return seen -> {
        if (Labels.annotation(seen.resource(), Labels.ACTION).isPresent()) {
          heard.add(seen.now());
        }
        boolean ripe = heard.stream().anyMatch(at -> at.plus(TOO_LONG).isBefore(seen.now()));
        return planner.apply(ripe ? seen : deaf(seen));
      };
    }
  };

  /** What it takes to see it. */
  enum Shown {
    ALWAYS,
    BY_A_DEATH
  }

  private static final Duration TOO_LONG = Duration.ofSeconds(7);

  private final Scenario scenario;
  private final Shown shown;
  private final String violation;

  Mistake(Scenario scenario, Shown shown, String violation) {
    this.scenario = scenario;
    this.shown = shown;
    this.violation = violation;
  }

  /** All with {@code -Plong}; a sweep of a long scenario takes a minute. */
  static Set<Mistake> toBeMade() {
    Set<Mistake> mistakes = EnumSet.allOf(Mistake.class);
    if (!Boolean.getBoolean("slipway.long")) {
      mistakes.remove(BEGINS_TRIALS_ANEW);
    }
    return mistakes;
  }

  Shown shown() {
    return shown;
  }

  /** With an operator that makes it, on a good line. */
  Plot plot() {
    return Plot.of(scenario).with(this);
  }

  /** Whether one of these tells of it. */
  boolean in(List<String> troubles) {
    return troubles.stream().anyMatch(it -> it.contains(violation));
  }

  private static Plan pushingFirst(Plan plan) {
    List<Step> steps = new ArrayList<>();
    plan.steps().stream().filter(Step.PushTraffic.class::isInstance).forEach(steps::add);
    plan.steps().stream().filter(it -> !steps.contains(it)).forEach(steps::add);
    return with(plan, steps, plan.status());
  }

  private static Plan committing(Plan plan) {
    return with(
        plan,
        plan.steps(),
        plan.status()
            .map(
                status ->
                    isAt(status, "Widening") && status.candidate() != null
                        ? new ModelDeploymentStatus(
                            status.observedGeneration(),
                            status.url(),
                            status.candidate(),
                            status.candidate(),
                            status.failedRevisions(),
                            status.rollout(),
                            status.traffic(),
                            status.checks(),
                            status.lastHandledAction(),
                            status.conditions())
                        : status));
  }

  private static Plan deletingStable(Plan plan, Observation seen) {
    List<Step> steps = new ArrayList<>(plan.steps());
    if (plan.status().filter(status -> isAt(status, "Widening")).isPresent()) {
      seen.owned().deployments().stream()
          .filter(it -> Labels.get(it, Labels.REVISION).equals(stable(seen)))
          .map(it -> new Step.Delete(ObjectKey.of(it), it.getMetadata().getUid(), Optional.empty()))
          .forEach(steps::add);
    }
    return with(plan, steps, plan.status());
  }

  private static Optional<String> stable(Observation seen) {
    return Optional.ofNullable(seen.resource().getStatus())
        .map(ModelDeploymentStatus::stable)
        .map(RevisionStatus::revision);
  }

  private static Observation asIfPreparing(Observation seen) {
    ModelDeploymentStatus status = seen.resource().getStatus();
    if (status == null || status.rollout() == null || status.candidate() == null) {
      return seen;
    }
    RolloutStatus said = status.rollout();
    var resource = copy(seen.resource());
    resource.setStatus(
        new ModelDeploymentStatus(
            status.observedGeneration(),
            status.url(),
            status.stable(),
            status.candidate(),
            status.failedRevisions(),
            new RolloutStatus(
                RolloutState.PREPARING,
                null,
                said.id(),
                said.cause(),
                said.basis(),
                said.message(),
                said.startedAt(),
                said.mostReady(),
                said.progressedAt(),
                said.judgedSince(),
                said.judgedAt()),
            status.traffic(),
            status.checks(),
            status.lastHandledAction(),
            status.conditions()));
    return with(seen, seen.settings(), resource);
  }

  private static Observation deaf(Observation seen) {
    var resource = copy(seen.resource());
    resource.setMetadata(
        new ObjectMetaBuilder(seen.resource().getMetadata())
            .removeFromAnnotations(Labels.ACTION)
            .build());
    return with(seen, seen.settings(), resource);
  }

  private static Observation withoutWaits(Observation seen) {
    OperatorSettings settings = seen.settings();
    Timing timing = settings.timing();
    return with(
        seen,
        new OperatorSettings(
            settings.runtimeImage(),
            settings.cudaRuntimeImage(),
            settings.clusterDomain(),
            settings.revisionHistoryLimit(),
            settings.registrySecret(),
            new Timing(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                timing.reportFreshness(),
                timing.gpuPatience())),
        seen.resource());
  }

  private static ModelDeployment copy(ModelDeployment resource) {
    var copy = new ModelDeployment();
    copy.setMetadata(resource.getMetadata());
    copy.setSpec(resource.getSpec());
    copy.setStatus(resource.getStatus());
    return copy;
  }

  private static Observation with(
      Observation seen, OperatorSettings settings, ModelDeployment resource) {
    return new Observation(
        seen.now(),
        seen.epoch(),
        settings,
        resource,
        seen.owned(),
        seen.reports(),
        seen.mountFailures(),
        seen.measurements(),
        seen.registry(),
        seen.silent(),
        seen.refusals());
  }

  private static boolean isAt(ModelDeploymentStatus status, String step) {
    return status.rollout() != null && Objects.equals(status.rollout().step(), step);
  }

  private static Plan with(Plan plan, List<Step> steps, Optional<ModelDeploymentStatus> status) {
    return new Plan(steps, status, plan.events(), plan.requeueAfter());
  }
}
